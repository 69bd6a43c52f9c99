package org.spikezip.ir.op;

import java.util.Collections;
import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Tensor;

/**
 * A value of the shape that the input gives, every element the same. Source: ONNX
 * ConstantOfShape-9.
 *
 * @param value a tensor of one element
 */
public record Fill(Tensor value) implements Op {
  static Fill read(Attributes attributes) {
    return new Fill(attributes.tensor("value"));
  }

  @Override
  public String name() {
    return "fill";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("value", value);
  }

  @Override
  public OpClass opClass() {
    return OpClass.ROUTE;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 1, 1);
    Shape shape = Infer.shapeFrom(inputs.get(0));
    Fact fact = Fact.of(value.type(), shape);
    boolean isShort = shape.isFixed() && shape.rank() <= 1 && shape.elements().size() <= 64;
    if (!value.type().isInteger() || !isShort) {
      return List.of(fact);
    }
    Dim element = Dim.of(value.longs()[0]);
    return List.of(fact.withElements(Collections.nCopies((int) shape.elements().size(), element)));
  }
}
