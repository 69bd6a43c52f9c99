package org.spikezip.ir.op;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;

/**
 * A part of a value: x, starts, ends, axes, steps, the last two optional. Source: ONNX Slice-13.
 */
public record Slice() implements Op {
  static Slice read(Attributes attributes) {
    return new Slice();
  }

  @Override
  public String name() {
    return "slice";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public OpClass opClass() {
    return OpClass.ROUTE;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 3, 5);
    Fact x = inputs.get(0);
    if (!x.shape().known()) {
      return List.of(x.withShape(Shape.UNKNOWN));
    }
    int rank = x.shape().rank();
    List<Dim> starts = elements(inputs.get(1), rank);
    List<Dim> ends = elements(inputs.get(2), rank);
    List<Dim> dims = new ArrayList<>(x.shape().dims());
    for (int i = 0; i < starts.size(); i++) {
      Dim axis = at(inputs, 3, i, Dim.of(i));
      Dim step = at(inputs, 4, i, Dim.of(1));
      if (!axis.isFixed()) {
        return List.of(x.withShape(Shape.of(dims.stream().map(d -> Dim.UNKNOWN).toList())));
      }
      int front = x.shape().axis((int) axis.size());
      dims.set(front, length(x.shape().dim(front), starts.get(i), ends.get(i), step));
    }
    Fact fact = x.withShape(Shape.of(dims));
    return List.of(
        vector(x, starts, ends, at(inputs, 4, 0, Dim.of(1))).map(fact::withElements).orElse(fact));
  }

  private static List<Dim> elements(Fact vector, int most) {
    if (vector.elements().isPresent()) {
      return vector.elements().get();
    }
    boolean counted =
        vector.shape().known() && vector.shape().rank() == 1 && vector.shape().dim(0).isFixed();
    int n = counted ? (int) Math.min(vector.shape().dim(0).size(), most) : most;
    return Collections.nCopies(n, Dim.UNKNOWN);
  }

  private static Dim at(List<Fact> inputs, int index, int i, Dim otherwise) {
    if (index >= inputs.size() || inputs.get(index).equals(ABSENT)) {
      return otherwise;
    }
    return inputs.get(index).elements().map(e -> e.get(i)).orElse(Dim.UNKNOWN);
  }

  private static Dim length(Dim size, Dim start, Dim end, Dim step) {
    if (!start.isFixed() || !step.isFixed()) {
      return Dim.UNKNOWN;
    }
    if (step.size() == 0) {
      throw Infer.error("the step must not be 0");
    }
    if (size.isFixed() && end.isFixed()) {
      return Dim.of(Math.max(0, count(start.size(), end.size(), step.size(), size.size())));
    }
    boolean whole = end.isFixed() && end.size() >= Integer.MAX_VALUE;
    if (step.size() == 1 && start.size() == 0 && (whole || end.equals(size))) {
      return size;
    }
    boolean inside = end.isFixed() && end.size() < 0 && start.size() >= 0;
    if (step.size() == 1 && inside) {
      return size.minus(Dim.of(start.size() - end.size()));
    }
    return step.size() == 1 && start.size() == 0 && !end.isFixed() ? end : Dim.UNKNOWN;
  }

  /** The number of elements of {@code start:end:step} in an axis of this size, by NumPy's rules. */
  private static long count(long start, long end, long step, long size) {
    long from = clamp(start < 0 ? start + size : start, 0, step > 0 ? size : size - 1);
    long to = clamp(end < 0 ? Math.max(end + size, -1) : end, step > 0 ? 0 : -1, size);
    return step > 0 ? (to - from + step - 1) / step : (from - to - step - 1) / -step;
  }

  private static long clamp(long x, long min, long max) {
    return Math.max(min, Math.min(max, x));
  }

  private static Optional<List<Dim>> vector(Fact x, List<Dim> starts, List<Dim> ends, Dim step) {
    boolean simple = x.elements().isPresent() && starts.size() == 1 && step.equals(Dim.of(1));
    if (!simple || !starts.get(0).isFixed() || !ends.get(0).isFixed()) {
      return Optional.empty();
    }
    List<Dim> all = x.elements().get();
    int size = all.size();
    long start = starts.get(0).size();
    long end = ends.get(0).size();
    int from = (int) clamp(start < 0 ? start + size : start, 0, size);
    int to = (int) clamp(end < 0 ? end + size : end, 0, size);
    return Optional.of(from < to ? all.subList(from, to) : List.of());
  }
}
