package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Tensor;

/** A tensor known at compile time. */
public record Constant(Tensor value) implements Op {
  static Constant read(Attributes attributes) {
    return new Constant(attributes.tensor("value"));
  }

  @Override
  public String name() {
    return "constant";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("value", value);
  }

  @Override
  public OpClass opClass() {
    return OpClass.STATIC;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    return List.of(value.fact());
  }
}
