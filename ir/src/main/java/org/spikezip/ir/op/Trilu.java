package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Fact;

/**
 * Keeps one triangle of the last two axes, zero elsewhere. Source: ONNX Trilu-14 with constant k.
 *
 * @param upper which triangle
 * @param k how far above the diagonal it begins
 */
public record Trilu(boolean upper, int k) implements Op {
  static Trilu read(Attributes attributes) {
    return new Trilu(attributes.flag("upper"), attributes.whole("k"));
  }

  @Override
  public String name() {
    return "trilu";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("upper", upper).with("k", k);
  }

  @Override
  public OpClass opClass() {
    return OpClass.DIFFERENTIAL;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 1, 1);
    return List.of(Fact.of(inputs.get(0).type(), inputs.get(0).shape()));
  }
}
