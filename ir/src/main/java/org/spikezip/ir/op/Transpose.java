package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;

/**
 * Permutes axes. Source: ONNX Transpose-13.
 *
 * @param perm for each axis of the output, which axis of the input it is
 */
public record Transpose(List<Integer> perm) implements Op {
  public Transpose {
    perm = List.copyOf(perm);
  }

  static Transpose read(Attributes attributes) {
    return new Transpose(attributes.wholes("perm"));
  }

  @Override
  public String name() {
    return "transpose";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("perm", perm);
  }

  @Override
  public OpClass opClass() {
    return OpClass.ROUTE;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 1, 1);
    Fact x = inputs.get(0);
    if (!x.shape().known()) {
      return List.of(x.withShape(Shape.of(perm.stream().map(p -> Dim.UNKNOWN).toList())));
    }
    if (x.shape().rank() != perm.size() || perm.stream().distinct().count() != perm.size()) {
      throw Infer.error("permutation " + perm + " does not fit " + x);
    }
    return List.of(x.withShape(Shape.of(perm.stream().map(x.shape()::dim).toList())));
  }
}
