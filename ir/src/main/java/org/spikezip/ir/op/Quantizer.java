package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.CodeRange;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;

/**
 * Codes {@code clip(round(x/θ), S_min, S_max)}: inputs x, θ (f32), S_min, S_max (i32), and
 * optionally the resting code (i32) that the neuron made of it starts from. All but x broadcast
 * against x, so that one operator serves a θ per tensor, per channel or per head. Source:
 * docs/exactness.md, SpikeZIP-TF (ICML 2024) section 3.
 *
 * @param rounding what happens to ties
 * @param min smallest S_min of all channels
 * @param max largest S_max of all channels
 */
public record Quantizer(Rounding rounding, int min, int max) implements Op {
  static Quantizer read(Attributes attributes) {
    return new Quantizer(
        Rounding.ofSymbol(attributes.text("rounding")),
        attributes.whole("min"),
        attributes.whole("max"));
  }

  @Override
  public String name() {
    return "quantizer";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("rounding", rounding.symbol()).with("min", min).with("max", max);
  }

  @Override
  public OpClass opClass() {
    return OpClass.NEURON;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 4, 5);
    return List.of(codes(inputs, min, max));
  }

  static Fact codes(List<Fact> inputs, int min, int max) {
    Shape x = inputs.get(0).shape();
    Infer.type(inputs.get(0), ElementType.F32, "what is quantized");
    Infer.type(inputs.get(1), ElementType.F32, "the threshold");
    for (Fact parameter : inputs.subList(1, inputs.size())) {
      if (!Infer.broadcast(x, parameter.shape()).compatible(x)) {
        throw Infer.error("parameter " + parameter + " does not broadcast to " + x);
      }
    }
    return Fact.codes(x, new CodeRange(min, max));
  }
}
