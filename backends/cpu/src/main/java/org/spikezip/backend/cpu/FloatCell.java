package org.spikezip.backend.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;

/** Floats, or booleans as 0 and 1. */
final class FloatCell extends Cell {
  float[] data;
  private final ElementType type;

  /** The contents of a block and the one before; more than one only where frames are kept. */
  private final List<float[]> versions = new ArrayList<>();

  private int version;

  /** By frame: the content. */
  private float[][] contents = new float[0][];

  private boolean isKept;

  FloatCell(ElementType type, int[] dims) {
    super(dims);
    this.type = type;
    data = new float[elements()];
    versions.add(data);
  }

  static boolean canHold(ElementType type) {
    return type == ElementType.F32 || type == ElementType.BOOL;
  }

  ElementType type() {
    return type;
  }

  @Override
  void begin(int frame, int frames) {
    super.begin(frame, frames);
    while (frames > 1 && versions.size() <= frames) {
      versions.add(new float[elements()]);
    }
    if (contents.length < frames) {
      contents = new float[frames][];
    }
    contents[frame] = data;
    isKept = frames > 1;
  }

  @Override
  void recall(int frame, Segment reader) {
    super.recall(frame, reader);
    data = contents[frame];
  }

  /** Rows are about to change: the content so far stays as it is, where someone still reads it. */
  void renew() {
    if (isKept) {
      version = (version + 1) % versions.size();
      float[] next = versions.get(version);
      System.arraycopy(data, 0, next, 0, data.length);
      data = next;
      contents[frame()] = next;
      isKept = false;
    }
  }

  /** Takes over a tensor, and tells of the rows that differ. */
  @Override
  void load(Tensor tensor) {
    float[] next = floats(tensor);
    renew();
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
