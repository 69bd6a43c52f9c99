package org.spikezip.frontend.torch.aten;

import java.util.List;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Clip;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.QuantizeLinear;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;

/**
 * An affine grid of codes: {@code q = clip(round(x/scale) + zeroPoint, min, max)}.
 *
 * @param scale f32, a scalar or one number for each index of the axis
 * @param zeroPoint whole numbers, as many as scales
 * @param axis the axis of the channels; not used if the scale is a scalar
 */
record Affine(Tensor scale, Tensor zeroPoint, int axis, int min, int max) {
  Affine {
    if (scale.size() != zeroPoint.size()) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, scale.size() + " scales, " + zeroPoint.size() + " zero points");
    }
  }

  /** The grid of a call's arguments, which must be constants; a zero point of None is 0. */
  static Affine of(AtenNode n, Object scale, Object zeroPoint, int axis, long min, long max) {
    Tensor scales = vector(floats(n, scale));
    Tensor zeros = zeroPoint == null ? vector(new long[scales.size()]) : whole(n, zeroPoint);
    return new Affine(scales, zeros, axis, Math.toIntExact(min), Math.toIntExact(max));
  }

  private static float[] floats(AtenNode n, Object scale) {
    if (scale instanceof Double d) {
      return new float[] {d.floatValue()};
    }
    if (scale instanceof Tensor t && t.type().isFloat()) {
      return t.floats();
    }
    throw n.unsupported("the scale of a quantizer must be constant");
  }

  private static Tensor whole(AtenNode n, Object zeroPoint) {
    if (zeroPoint instanceof Long l) {
      return Tensor.scalar(l);
    }
    if (zeroPoint instanceof Tensor t && t.type().isInteger()) {
      return vector(t.longs());
    }
    if (zeroPoint instanceof Tensor t && t.type().isFloat()) {
      // Channels of embeddings have floats here; codes are whole all the same.
      float[] values = t.floats();
      long[] whole = new long[values.length];
      for (int i = 0; i < whole.length; i++) {
        whole[i] = Math.round((double) values[i]);
      }
      return vector(whole);
    }
    throw n.unsupported("the zero point of a quantizer must be constant");
  }

  private static Tensor vector(float[] values) {
    return values.length == 1 ? Tensor.scalar(values[0]) : Tensor.of(values, values.length);
  }

  private static Tensor vector(long[] values) {
    return values.length == 1 ? Tensor.scalar(values[0]) : Tensor.of(values, values.length);
  }

  private boolean isSingle() {
    return scale.size() == 1;
  }

  Tensor zeroTensor(ElementType type) {
    return Tensor.ofLongs(type, zeroPoint.longs(), zeroPoint.dims());
  }

  /** The same grid with all codes of a type of up to 16 bits. */
  Affine within(ElementType type) {
    return new Affine(scale, zeroPoint, axis, (int) lowest(type), (int) highest(type));
  }

  /** The narrowest type that holds all codes. */
  ElementType type(AtenNode n) {
    for (ElementType type :
        List.of(ElementType.I8, ElementType.U8, ElementType.I16, ElementType.U16)) {
      if (min >= lowest(type) && max <= highest(type)) {
        return type;
      }
    }
    throw n.unsupported("codes from " + min + " to " + max + " take more than 16 bits");
  }

  private static long lowest(ElementType type) {
    boolean signed = type == ElementType.I8 || type == ElementType.I16;
    return signed ? -(1L << (type.bits() - 1)) : 0;
  }

  private static long highest(ElementType type) {
    boolean signed = type == ElementType.I8 || type == ElementType.I16;
    return (1L << (signed ? type.bits() - 1 : type.bits())) - 1;
  }

  /** Codes of constants. */
  Tensor codes(Tensor x, ElementType type) {
    float[] values = x.floats();
    float[] scales = scale.floats();
    long[] zeros = zeroPoint.longs();
    long[] codes = new long[values.length];
    int[] dims = x.dims();
    int inner = 1;
    for (int i = axis + 1; !isSingle() && i < dims.length; i++) {
      inner *= dims[i];
    }
    for (int i = 0; i < codes.length; i++) {
      int channel = isSingle() ? 0 : i / inner % scales.length;
      // As torch: times the reciprocal, and rounded before the zero point is added.
      float ratio = values[i] * (1 / scales[channel]);
      double rounded = Math.rint(ratio) + zeros[channel];
      codes[i] = (long) Math.max(min, Math.min(max, rounded));
    }
    return Tensor.ofLongs(type, codes, dims);
  }

  /** Codes of a value, per tensor; of a narrower range than their type by a clip before. */
  Value quantized(AtenNode n, Value x, ElementType type) {
    Value clipped = x;
    if (min > lowest(type) || max < highest(type)) {
      if (!isSingle()) {
        throw n.unsupported("quantizes an activation by channels into a part of " + type.symbol());
      }
      float step = scale.floats()[0];
      long zero = zeroPoint.longs()[0];
      clipped = n.add("clipped", new Clip((min - zero) * step, (max - zero) * step), x);
    }
    Value steps = n.constant("scale", scale);
    Value zeros = n.constant("zero_point", zeroTensor(type));
    return n.add("codes", new QuantizeLinear(axis, 0, type), clipped, steps, zeros);
  }

  /** What codes mean. */
  Value dequantized(AtenNode n, Value codes) {
    Value steps = n.constant("scale", scale);
    Value zeros = n.constant("zero_point", zeroTensor(n.fact(codes).type()));
    return n.result(new DequantizeLinear(axis, 0), codes, steps, zeros);
  }

  /** A value rounded to the grid. */
  Value rounded(AtenNode n, Object argument) {
    if (argument instanceof Tensor t) {
      return dequantized(n, n.constant("codes", codes(t, type(n))));
    }
    Value x = n.value(argument, "x");
    Value steps = n.constant("theta", alongAxis(n.shape(x).rank()));
    Value ratio = n.add("ratio", new Binary(BinaryKind.DIV), x, steps);
    Value whole = n.add("rounded", new Unary(UnaryKind.ROUND), ratio);
    long zero = onlyZero(n);
    Value clipped = n.add("clipped", new Clip(min - zero, max - zero), whole);
    return n.result(new Binary(BinaryKind.MUL), clipped, steps);
  }

  /** The scales so shaped that they broadcast along their axis. */
  private Tensor alongAxis(int rank) {
    if (isSingle()) {
      return scale;
    }
    int[] dims = new int[rank - axis];
    java.util.Arrays.fill(dims, 1);
    dims[0] = scale.size();
    return scale.reshape(dims);
  }

  private long onlyZero(AtenNode n) {
    long[] zeros = zeroPoint.longs();
    for (long zero : zeros) {
      if (zero != zeros[0]) {
        throw n.unsupported("fake quantization of an activation with zero points by channels");
      }
    }
    return zeros[0];
  }
}
