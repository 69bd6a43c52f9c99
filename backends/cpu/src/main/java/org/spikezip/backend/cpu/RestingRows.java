package org.spikezip.backend.cpu;

import java.util.Arrays;
import org.spikezip.backend.cpu.kernel.SpikeBatch;

/** The resting codes of a layer as spikes from zero, and whether all of its rows rest alike. */
final class RestingRows {
  private final int[] rest;
  private final int width;
  private final boolean alike;

  RestingRows(int[] rest, int width) {
    this.rest = rest;
    this.width = width;
    alike = rowsAlike(rest, width);
  }

  private static boolean rowsAlike(int[] rest, int width) {
    for (int row = 1; width > 0 && row < rest.length / width; row++) {
      if (!Arrays.equals(rest, 0, width, rest, row * width, (row + 1) * width)) {
        return false;
      }
    }
    return true;
  }

  int rows() {
    return width == 0 ? 0 : rest.length / width;
  }

  /** How many rows must be summed up: one where all rest alike. */
  int distinct() {
    return alike ? Math.min(1, rows()) : rows();
  }

  /** The codes of a row that are not 0, as spikes. */
  SpikeBatch spikes(int row) {
    SpikeBatch spikes = new SpikeBatch(width);
    for (int i = row * width; i < (row + 1) * width; i++) {
      if (rest[i] != 0) {
        spikes.add(i, rest[i]);
      }
    }
    return spikes;
  }
}
