package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;

/**
 * Converts to another element type; floats to integers truncate toward zero. Source: ONNX Cast-13.
 */
public record Cast(ElementType to) implements Op {
  static Cast read(Attributes attributes) {
    return new Cast(ElementType.ofSymbol(attributes.text("to")));
  }

  @Override
  public String name() {
    return "cast";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("to", to.symbol());
  }

  @Override
  public OpClass opClass() {
    return OpClass.DIFFERENTIAL;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 1, 1);
    Fact x = inputs.get(0);
    Fact fact = Fact.of(to, x.shape());
    return List.of(
        to.isInteger() && x.elements().isPresent() ? fact.withElements(x.elements().get()) : fact);
  }
}
