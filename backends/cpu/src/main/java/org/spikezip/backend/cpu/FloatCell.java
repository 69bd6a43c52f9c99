package org.spikezip.backend.cpu;

import java.util.Arrays;
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

  /** Takes over a tensor, and tells of the rows that differ. */
  @Override
  void load(Tensor tensor) {
    float[] next = floats(tensor);
    for (int row = 0; row < rows(); row++) {
      int from = row * width();
      int to = from + width();
      if (!Arrays.equals(data, from, to, next, from, to)) {
        System.arraycopy(next, from, data, from, width());
        changed(row);
      }
    }
  }

  private float[] floats(Tensor tensor) {
    if (type == ElementType.F32) {
      return tensor.floats();
    }
    long[] bits = tensor.longs();
    float[] floats = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      floats[i] = bits[i];
    }
    return floats;
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
