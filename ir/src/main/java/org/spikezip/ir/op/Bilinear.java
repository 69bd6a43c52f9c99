package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;

/**
 * Product of codes {@code [.., M, K]} with codes {@code [.., K, N]}: the exact sum of products,
 * converted to float, times scale, which broadcasts against {@code [.., M, N]}. In spikes, ΔO =
 * A(t)·b(t) + a(t)·B(t−1). Source: SpikeZIP-TF (ICML 2024), spike-equivalent self-attention.
 */
public record Bilinear() implements Op {
  static Bilinear read(Attributes attributes) {
    return new Bilinear();
  }

  @Override
  public String name() {
    return "bilinear";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public OpClass opClass() {
    return OpClass.BILINEAR;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 3, 3);
    Infer.codes(inputs.get(0));
    Infer.codes(inputs.get(1));
    Infer.type(inputs.get(2), ElementType.F32, "the scale");
    return List.of(
        Fact.of(ElementType.F32, MatMul.shape(inputs.get(0).shape(), inputs.get(1).shape())));
  }
}
