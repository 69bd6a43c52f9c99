package org.spikezip.api.function;

import java.util.Arrays;
import java.util.Random;

/** Rows of reproducible numbers. */
final class Rows {
  private Rows() {}

  /** Returns n numbers below size / 2 in magnitude, the same ones for the same n. */
  static float[] random(int n, float size) {
    Random random = new Random(n);
    float[] row = new float[n];
    for (int i = 0; i < n; i++) {
      row[i] = (random.nextFloat() - 0.5f) * size;
    }
    return row;
  }

  /** Returns an array that holds the row at that offset and stride, among large numbers. */
  static float[] place(float[] row, int offset, int stride) {
    float[] placed = new float[offset + row.length * stride];
    Arrays.fill(placed, 1e9f);
    for (int i = 0; i < row.length; i++) {
      placed[offset + i * stride] = row[i];
    }
    return placed;
  }
}
