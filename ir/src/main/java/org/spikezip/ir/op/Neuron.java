package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Fact;

/**
 * An ST-BIF+ neuron: a {@link Quantizer} that reaches its code by spikes, with a resting code as
 * fifth input (i32, broadcast), where its tracer S starts. At each step it moves S toward {@code
 * clip(round(V/θ), S_min, S_max)}. Source: SpikeZIP-TF (ICML 2024) section 3.
 *
 * @param rounding what happens to ties
 * @param min smallest S_min of all channels
 * @param max largest S_max of all channels
 * @param depth 1 + the largest number of neurons on a path to it
 */
public record Neuron(Rounding rounding, int min, int max, int depth) implements Op {
  static Neuron read(Attributes attributes) {
    return new Neuron(
        Rounding.ofSymbol(attributes.text("rounding")),
        attributes.whole("min"),
        attributes.whole("max"),
        attributes.whole("depth"));
  }

  @Override
  public String name() {
    return "neuron";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE
        .with("rounding", rounding.symbol())
        .with("min", min)
        .with("max", max)
        .with("depth", depth);
  }

  @Override
  public OpClass opClass() {
    return OpClass.NEURON;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 5, 5);
    return List.of(Quantizer.codes(inputs, min, max));
  }
}
