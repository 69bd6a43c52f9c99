package org.spikezip.backend.cuda;

import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;

/** Floats, or booleans as 0 and 1. */
final class FloatCell extends Cell {
  private final ElementType type;

  FloatCell(ElementType type, Region data, Region stamps, int[] dims, int stretch) {
    super(data, stamps, dims, stretch);
    this.type = type;
  }

  static boolean canHold(ElementType type) {
    return type == ElementType.F32 || type == ElementType.BOOL;
  }

  ElementType type() {
    return type;
  }

  /** The same elements in other dims. */
  FloatCell as(int[] dims) {
    return new FloatCell(type, data(), stamps(), dims, stretch());
  }

  /** What the device holds for a tensor. */
  static float[] floats(Tensor tensor) {
    if (tensor.type() == ElementType.F32) {
      return tensor.floats();
    }
    long[] bits = tensor.longs();
    float[] floats = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      floats[i] = bits[i];
    }
    return floats;
  }

  /** The tensor of what the device holds. */
  Tensor tensor(float[] values) {
    if (type == ElementType.F32) {
      return Tensor.of(values, dims());
    }
    boolean[] bits = new boolean[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = values[i] != 0;
    }
    return Tensor.of(bits, dims());
  }
}
