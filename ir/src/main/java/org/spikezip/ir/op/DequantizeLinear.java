package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Fact;

/**
 * (q − zero point)·scale: q, scale, optional zero point, per tensor, per channel along {@code axis}
 * or in blocks of {@code blockSize} along it (0: none). Source: ONNX DequantizeLinear-21.
 */
public record DequantizeLinear(int axis, int blockSize) implements Op {
  static DequantizeLinear read(Attributes attributes) {
    return new DequantizeLinear(attributes.whole("axis"), attributes.whole("block_size"));
  }

  @Override
  public String name() {
    return "dequantize_linear";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("axis", axis).with("block_size", blockSize);
  }

  @Override
  public OpClass opClass() {
    return OpClass.DIFFERENTIAL;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 2, 3);
    return List.of(Fact.of(inputs.get(1).type(), inputs.get(0).shape()));
  }
}
