package org.spikezip.pass.quantize;

import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;

/** Writes quantization in plain operators, so that any backend for floats runs it. */
final class PlainQuantizer {
  private final NodeWriter builder;

  PlainQuantizer(GraphBuilder builder) {
    this.builder = NodeWriter.of(builder);
  }

  /** Codes, as floats: {@code min(max(round(x / θ), S_min), S_max)}, a code a neuron. */
  Value codes(Value x, Thresholds thresholds, String name) {
    Value seen = thresholds.split().map(s -> s.copies(builder, x, name)).orElse(x);
    Value parts = with(BinaryKind.DIV, seen, thresholds.theta(), name + ".parts");
    Value rounded = builder.add(name + ".rounded", new Unary(UnaryKind.ROUND), parts);
    Value raised = with(BinaryKind.MAX, rounded, floats(thresholds.minima()), name + ".raised");
    return with(BinaryKind.MIN, raised, floats(thresholds.maxima()), name + ".codes");
  }

  /** What codes stand for, by channel. */
  Value decoded(Value codes, Thresholds thresholds, String name) {
    Value parts = with(BinaryKind.MUL, codes, thresholds.worth(), name + ".decoded");
    return thresholds.split().map(s -> s.sum(builder, parts, name)).orElse(parts);
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
