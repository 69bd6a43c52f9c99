package org.spikezip.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;

/**
 * Surrounds a value with a constant. Source: ONNX Pad-13, mode constant, with constant pads.
 *
 * @param pads elements added at the begin of every axis, then at the end of every one
 * @param value what is put there
 */
public record Pad(List<Integer> pads, float value) implements Op {
  public Pad {
    pads = List.copyOf(pads);
  }

  static Pad read(Attributes attributes) {
    return new Pad(attributes.wholes("pads"), attributes.real("value"));
  }

  @Override
  public String name() {
    return "pad";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("pads", pads).with("value", value);
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
    List<Dim> dims = new ArrayList<>();
    int rank = x.shape().rank();
    if (pads.size() != 2 * rank) {
      throw Infer.error("pads " + pads + " do not fit " + x);
    }
    for (int i = 0; i < rank; i++) {
      dims.add(x.shape().dim(i).plus(Dim.of(pads.get(i) + pads.get(i + rank))));
    }
    return List.of(x.withShape(Shape.of(dims)));
  }
}
