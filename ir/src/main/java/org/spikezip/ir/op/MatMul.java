package org.spikezip.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;

/**
 * Matrix product over the last two axes, the others broadcast. Source: ONNX MatMul-13, NumPy
 * matmul.
 */
public record MatMul() implements Op {
  static MatMul read(Attributes attributes) {
    return new MatMul();
  }

  @Override
  public String name() {
    return "matmul";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public OpClass opClass() {
    return OpClass.DIFFERENTIAL;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 2, 2);
    Infer.sameType(inputs.get(0), inputs.get(1));
    return List.of(
        Fact.of(inputs.get(0).type(), shape(inputs.get(0).shape(), inputs.get(1).shape())));
  }

  /** The shape of the product of values of these shapes. */
  static Shape shape(Shape a, Shape b) {
    if (!a.known() || !b.known()) {
      return Shape.UNKNOWN;
    }
    if (a.rank() == 0 || b.rank() == 0) {
      throw Infer.error("a matrix product needs at least vectors, found " + a + " and " + b);
    }
    Dim inner = b.rank() == 1 ? b.dim(0) : b.dim(-2);
    if (!a.dim(-1).compatible(inner)) {
      throw Infer.error("the inner dimensions of " + a + " and " + b + " differ");
    }
    Shape outerA = Shape.of(a.dims().subList(0, Math.max(0, a.rank() - 2)));
    Shape outerB = Shape.of(b.dims().subList(0, Math.max(0, b.rank() - 2)));
    List<Dim> dims = new ArrayList<>(Infer.broadcast(outerA, outerB).dims());
    if (a.rank() > 1) {
      dims.add(a.dim(-2));
    }
    if (b.rank() > 1) {
      dims.add(b.dim(-1));
    }
    return Shape.of(dims);
  }
}
