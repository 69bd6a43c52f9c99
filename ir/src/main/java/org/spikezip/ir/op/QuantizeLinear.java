package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;

/**
 * Rounds x/scale half to even, adds the zero point and saturates: x, scale, optional zero point,
 * per tensor, per channel along {@code axis} or in blocks of {@code blockSize} along it (0: none).
 * Source: ONNX QuantizeLinear-21.
 */
public record QuantizeLinear(int axis, int blockSize, ElementType type) implements Op {
  static QuantizeLinear read(Attributes attributes) {
    return new QuantizeLinear(
        attributes.whole("axis"),
        attributes.whole("block_size"),
        ElementType.ofSymbol(attributes.text("type")));
  }

  @Override
  public String name() {
    return "quantize_linear";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE
        .with("axis", axis)
        .with("block_size", blockSize)
        .with("type", type.symbol());
  }

  @Override
  public OpClass opClass() {
    return OpClass.DIFFERENTIAL;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 2, 3);
    return List.of(Fact.of(type, inputs.get(0).shape()));
  }
}
