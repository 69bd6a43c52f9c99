package org.spikezip.ir.op;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;

/** What several operators' inference has in common. */
final class Infer {
  private Infer() {}

  static void arity(List<Fact> inputs, int min, int max) {
    if (inputs.size() < min || inputs.size() > max) {
      throw error(
          "takes "
              + (min == max ? "" + min : min + " to " + max)
              + " inputs, found "
              + inputs.size());
    }
  }

  static void type(Fact fact, ElementType expected, String what) {
    if (fact.type() != expected) {
      throw error(what + " must be " + expected.symbol() + ", found " + fact);
    }
  }

  static void codes(Fact fact) {
    if (!fact.isCodes()) {
      throw error("needs codes of neurons, found " + fact);
    }
  }

  static void sameType(Fact a, Fact b) {
    if (a.type() != b.type()) {
      throw error("both operands must have one element type, found " + a + " and " + b);
    }
  }

  static SpikezipException error(String message) {
    return new SpikezipException(ErrorCode.MALFORMED, message);
  }

  /** The shape of an elementwise operation, by NumPy's rules. */
  static Shape broadcast(Shape a, Shape b) {
    if (!a.known() || !b.known()) {
      return Shape.UNKNOWN;
    }
    int rank = Math.max(a.rank(), b.rank());
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      dims.add(broadcast(fromEnd(a, rank - i), fromEnd(b, rank - i), a, b));
    }
    return Shape.of(dims);
  }

  private static Dim fromEnd(Shape shape, int back) {
    return back > shape.rank() ? Dim.of(1) : shape.dims().get(shape.rank() - back);
  }

  private static Dim broadcast(Dim x, Dim y, Shape a, Shape b) {
    if (x.equals(y)) {
      return x;
    }
    if (x.equals(Dim.of(1))) {
      return y;
    }
    if (y.equals(Dim.of(1))) {
      return x;
    }
    if (x.isFixed() && y.isFixed()) {
      throw error("shapes " + a + " and " + b + " do not broadcast");
    }
    return x.isFixed() ? x : y.isFixed() ? y : Dim.UNKNOWN;
  }

  /**
   * A shape given by the elements of a vector, or of that many unknown dimensions, or wholly
   * unknown.
   */
  static Shape shapeFrom(Fact vector) {
    if (vector.elements().isPresent()) {
      return Shape.of(vector.elements().get());
    }
    if (vector.shape().known() && vector.shape().rank() == 1 && vector.shape().dim(0).isFixed()) {
      long rank = vector.shape().dim(0).size();
      if (rank < 0 || rank > Shape.MOST_AXES) {
        throw error("a shape has up to " + Shape.MOST_AXES + " axes, found " + vector);
      }
      return Shape.of(Collections.nCopies((int) rank, Dim.UNKNOWN));
    }
    return Shape.UNKNOWN;
  }

  /** The elements of a vector, all of them numbers; null-free or an error. */
  static Optional<long[]> numbers(Fact vector) {
    return vector
        .elements()
        .filter(e -> e.stream().allMatch(Dim::isFixed))
        .map(e -> e.stream().mapToLong(Dim::size).toArray());
  }
}
