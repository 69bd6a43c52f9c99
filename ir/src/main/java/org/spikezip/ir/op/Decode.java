package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;

/** The numbers that codes stand for, θ·S: codes, θ (broadcast against them). */
public record Decode() implements Op {
  static Decode read(Attributes attributes) {
    return new Decode();
  }

  @Override
  public String name() {
    return "decode";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public OpClass opClass() {
    return OpClass.SUM;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 2, 2);
    Infer.codes(inputs.get(0));
    Infer.type(inputs.get(1), ElementType.F32, "the threshold");
    return List.of(Fact.of(ElementType.F32, inputs.get(0).shape()));
  }
}
