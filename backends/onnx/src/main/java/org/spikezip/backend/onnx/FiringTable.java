package org.spikezip.backend.onnx;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.api.Schedule;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/**
 * A schedule as numbers: for each time from 1 on and each depth the least distance from its target
 * at which a neuron fires. The last row holds for all times after it.
 *
 * @param least f32 {@code [times, depths]}
 */
record FiringTable(Tensor least, boolean waitsForRest) {
  /** Larger than any distance. */
  static final float NEVER = 1e9f;

  private static final int MOST_TIMES = 1 << 16;

  /**
   * The table of a schedule.
   *
   * @param depths of the network
   * @throws SpikezipException USAGE if it takes too many steps to write down
   */
  static FiringTable of(Schedule schedule, int depths, int maxSpike) {
    List<float[]> rows = new ArrayList<>();
    boolean open = false;
    while (!open) {
      float[] row = new float[depths];
      open = true;
      for (int d = 0; d < depths; d++) {
        row[d] = schedule.leastDistance(d + 1, rows.size() + 1, maxSpike);
        open &= row[d] <= 1;
      }
      rows.add(row);
      if (rows.size() > MOST_TIMES) {
        throw new SpikezipException(
            ErrorCode.USAGE,
            "schedule " + schedule + " takes more than " + MOST_TIMES + " steps to open",
            "a schedule with smaller numbers");
      }
    }
    float[] least = new float[rows.size() * depths];
    for (int t = 0; t < rows.size(); t++) {
      System.arraycopy(rows.get(t), 0, least, t * depths, depths);
    }
    return new FiringTable(Tensor.of(least, rows.size(), depths), schedule.waitsForRest());
  }

  /** Whether every neuron may fire at every step. */
  boolean isOpen() {
    return least.dim(0) == 1;
  }
}
