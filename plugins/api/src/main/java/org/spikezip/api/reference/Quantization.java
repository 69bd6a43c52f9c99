package org.spikezip.api.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.spikezip.api.function.Codes;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Decode;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.QuantizeLinear;
import org.spikezip.ir.op.Quantizer;
import org.spikezip.ir.op.Rounding;

/** Numbers to codes and back. */
final class Quantization {
  private Quantization() {}

  static Tensor quantizer(Quantizer op, List<Tensor> inputs) {
    return codes(op.rounding(), inputs);
  }

  /** A neuron at rest is its quantizer. */
  static Tensor neuron(Neuron op, List<Tensor> inputs) {
    return codes(op.rounding(), inputs);
  }

  private static Tensor codes(Rounding rounding, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    float[] values = x.floats();
    float[] threshold = Elements.broadcast(inputs.get(1), x.dims()).floats();
    int[] min = Elements.broadcast(inputs.get(2), x.dims()).ints();
    int[] max = Elements.broadcast(inputs.get(3), x.dims()).ints();
    int[] codes = new int[values.length];
    for (int i = 0; i < codes.length; i++) {
      if (!(threshold[i] > 0) || min[i] > max[i]) {
        throw Operands.malformed(
            "expected a threshold above 0 and a range of codes, found threshold "
                + threshold[i]
                + " and codes "
                + min[i]
                + ".."
                + max[i]);
      }
      codes[i] = Codes.code(rounding, values[i], threshold[i], min[i], max[i]);
    }
    return Tensor.of(codes, x.dims());
  }

  static Tensor decode(Decode op, List<Tensor> inputs) {
    int[] codes = inputs.get(0).ints();
    float[] threshold = Elements.broadcast(inputs.get(1), inputs.get(0).dims()).floats();
    float[] out = new float[codes.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = threshold[i] * codes[i];
    }
    return Tensor.of(out, inputs.get(0).dims());
  }

  /** {@code saturate(rint(x / scale) + zero point)}; the code of NaN is the zero point. */
  static Tensor quantizeLinear(QuantizeLinear op, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    ElementType type = op.type();
    switch (type) {
      case U4, I4, U8, I8, U16, I16 -> {}
      default -> throw Operands.unsupported("quantizing to " + type.symbol() + " is not defined");
    }
    IndexMap groups = groups(x.dims(), inputs.get(1).dims(), op.axis(), op.blockSize());
    float[] values = Casts.cast(x, ElementType.F32).floats();
    float[] scale = Elements.take(inputs.get(1), groups, 0).floats();
    long[] zero = zeroPoints(inputs, groups);
    Operands.optional(inputs, 2).ifPresent(z -> requireType(z, type));
    long[] codes = new long[values.length];
    for (int i = 0; i < codes.length; i++) {
      double rounded = Math.rint(values[i] / scale[i]);
      codes[i] = Elements.saturate(type, (Double.isNaN(rounded) ? 0 : rounded) + zero[i]);
    }
    return Tensor.ofLongs(type, codes, x.dims());
  }

  private static void requireType(Tensor zeroPoint, ElementType type) {
    if (zeroPoint.type() != type) {
      throw Operands.malformed("the zero point must be " + type.symbol() + ", found " + zeroPoint);
    }
  }

  static Tensor dequantizeLinear(DequantizeLinear op, List<Tensor> inputs) {
    Tensor x = inputs.get(0);
    IndexMap groups = groups(x.dims(), inputs.get(1).dims(), op.axis(), op.blockSize());
    Operands.optional(inputs, 2).ifPresent(z -> requireType(z, x.type()));
    long[] codes = x.longs();
    float[] scale = Elements.take(inputs.get(1), groups, 0).floats();
    long[] zero = zeroPoints(inputs, groups);
    float[] out = new float[codes.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (codes[i] - zero[i]) * scale[i];
    }
    return Tensor.ofFloats(inputs.get(1).type(), out, x.dims());
  }

  private static long[] zeroPoints(List<Tensor> inputs, IndexMap groups) {
    Optional<Tensor> zero = Operands.optional(inputs, 2);
    if (zero.isEmpty()) {
      return new long[groups.source().length];
    }
    boolean perTensor = zero.get().size() == 1 && inputs.get(1).size() == 1;
    if (!perTensor && !Arrays.equals(zero.get().dims(), inputs.get(1).dims())) {
      throw Operands.malformed(
          "scale " + inputs.get(1) + " and zero point " + zero.get() + " differ in shape");
    }
    return Elements.take(zero.get(), groups, 0).longs();
  }

  /**
   * Which scale each element has: the only one, the one at its index along the axis, or the one of
   * its block along it.
   */
  private static IndexMap groups(int[] x, int[] scale, int axis, int blockSize) {
    if (blockSize == 0 && Operands.count(scale) == 1 && scale.length <= 1) {
      return new IndexMap(x, new int[Operands.count(x)]);
    }
    int along = Operands.axis(axis, x.length);
    int size = x[along];
    int[][] parts = IndexMap.offsets(x);
    if (blockSize == 0) {
      for (int i = 0; i < parts.length; i++) {
        parts[i] = i == along ? IndexMap.offsets(new int[] {size})[0] : new int[x[i]];
      }
      return requireScale(scale, new int[] {size}, IndexMap.separable(parts));
    }
    if (blockSize < 0) {
      throw Operands.malformed("the size of a block must not be negative, found " + blockSize);
    }
    int[] expected = x.clone();
    expected[along] = size / blockSize + (size % blockSize == 0 ? 0 : 1);
    parts = IndexMap.offsets(expected);
    int[] blocks = new int[size];
    Arrays.setAll(blocks, i -> i / blockSize);
    parts[along] = IndexMap.at(parts[along], blocks);
    return requireScale(scale, expected, IndexMap.separable(parts));
  }

  private static IndexMap requireScale(int[] scale, int[] expected, IndexMap groups) {
    if (!Arrays.equals(scale, expected)) {
      throw Operands.malformed(
          "the scale must have shape "
              + Operands.text(expected)
              + ", found "
              + Operands.text(scale));
    }
    return groups;
  }
}
