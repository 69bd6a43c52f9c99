package org.spikezip.pass.quantize;

import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;

/** Writes quantization in plain operators, so that any backend for floats runs it. */
final class PlainQuantizer {
  private final GraphBuilder builder;

  PlainQuantizer(GraphBuilder builder) {
    this.builder = builder;
  }

  /** Codes, as floats: {@code min(max(round(x / θ), S_min), S_max)}, a code a neuron. */
  Value codes(Value x, Thresholds thresholds, String name) {
    Value seen = thresholds.split().map(split -> split(x, split, name)).orElse(x);
    Value parts = with(BinaryKind.DIV, seen, thresholds.theta(), name + ".parts");
    Value rounded = builder.add(name + ".rounded", new Unary(UnaryKind.ROUND), parts);
    Value raised = with(BinaryKind.MAX, rounded, floats(thresholds.minima()), name + ".raised");
    return with(BinaryKind.MIN, raised, floats(thresholds.maxima()), name + ".codes");
  }

  private Value split(Value x, ChannelSplit split, String name) {
    Value channels = builder.constant(name + ".channels", split.indices());
    Value copies = builder.add(name + ".copies", new Gather(-1), x, channels);
    return with(BinaryKind.ADD, copies, split.shift(), name + ".shifted");
  }

  /** What codes stand for. */
  Value decoded(Value codes, Thresholds thresholds, String name) {
    return with(BinaryKind.MUL, codes, thresholds.theta(), name + ".decoded");
  }

  /** An operation with a constant. */
  Value with(BinaryKind kind, Value x, Tensor constant, String name) {
    return builder.add(name, new Binary(kind), x, builder.constant(name + ".by", constant));
  }

  private static Tensor floats(Tensor integers) {
    int[] codes = integers.ints();
    float[] floats = new float[codes.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = codes[i];
    }
    return Tensor.of(floats, integers.dims());
  }
}
