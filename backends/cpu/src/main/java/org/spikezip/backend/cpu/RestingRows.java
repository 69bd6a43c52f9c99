package org.spikezip.backend.cpu;

import java.util.Arrays;
import org.spikezip.backend.cpu.kernel.RowSpikes;
import org.spikezip.backend.cpu.kernel.SpikeRuns;

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

  /** The codes of the distinct rows that are not 0. */
  SpikeRuns spikes() {
    SpikeRuns runs = new SpikeRuns(distinct() * width);
    RowSpikes spikes = new RowSpikes(width);
    for (int row = 0; row < distinct(); row++) {
      spikes.clear();
      for (int i = 0; i < width; i++) {
        if (rest[row * width + i] != 0) {
          spikes.add(i, rest[row * width + i]);
        }
      }
      runs.add(row, spikes);
    }
    return runs;
  }
}
