package org.spikezip.backend.cpu;

import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;

/** Floats, or booleans as 0 and 1. */
final class FloatCell extends Cell {
  final float[] data;
  private final ElementType type;

  FloatCell(ElementType type, int[] dims) {
    super(dims);
    this.type = type;
    data = new float[elements()];
  }

  static boolean canHold(ElementType type) {
    return type == ElementType.F32 || type == ElementType.BOOL;
  }

  ElementType type() {
    return type;
  }

  void load(Tensor tensor) {
    if (type == ElementType.F32) {
      tensor.bytes().asFloatBuffer().get(data);
    } else {
      long[] bits = tensor.longs();
      for (int i = 0; i < bits.length; i++) {
        data[i] = bits[i];
      }
    }
  }

  @Override
  Tensor tensor() {
    if (type == ElementType.F32) {
      return Tensor.of(data, dims());
    }
    boolean[] bits = new boolean[data.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = data[i] != 0;
    }
    return Tensor.of(bits, dims());
  }
}
