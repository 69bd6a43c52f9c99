package org.spikezip.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;

/** Drops axes of size 1. Source: ONNX Squeeze-13 with constant axes. */
public record Squeeze(List<Integer> axes) implements Op {
  public Squeeze {
    axes = List.copyOf(axes);
  }

  static Squeeze read(Attributes attributes) {
    return new Squeeze(attributes.wholes("axes"));
  }

  @Override
  public String name() {
    return "squeeze";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("axes", axes);
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
      return List.of(x);
    }
    List<Integer> dropped = axes.stream().map(x.shape()::axis).toList();
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < x.shape().rank(); i++) {
      if (!dropped.contains(i)) {
        dims.add(x.shape().dim(i));
      } else if (!x.shape().dim(i).compatible(Dim.of(1))) {
        throw Infer.error("cannot drop axis " + i + " of " + x);
      }
    }
    Fact fact = x.withShape(Shape.of(dims));
    return List.of(x.elements().map(fact::withElements).orElse(fact));
  }
}
