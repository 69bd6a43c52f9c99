package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;

/** The shape of a value as a vector. Source: ONNX Shape-13. */
public record ShapeOf() implements Op {
  static ShapeOf read(Attributes attributes) {
    return new ShapeOf();
  }

  @Override
  public String name() {
    return "shape";
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
    Infer.arity(inputs, 1, 1);
    Shape shape = inputs.get(0).shape();
    if (!shape.known()) {
      return List.of(Fact.of(ElementType.I64, Shape.of(List.of(Dim.UNKNOWN))));
    }
    return List.of(Fact.of(ElementType.I64, shape.rank()).withElements(shape.dims()));
  }
}
