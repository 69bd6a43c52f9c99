package org.spikezip.backend.cpu.kernel;

import java.util.Arrays;

/** The spikes of one row in one step: which of its neurons fired, and by how much they moved. */
public final class RowSpikes {
  /** Room behind the last spike, so that a kernel may load and store whole vectors there. */
  private static final int SPARE = 32;

  private static final int UNSORTED = -1;

  public final int[] index;
  public final int[] spike;
  public int count;

  /**
   * The first −1 of spikes all of which are +1 or −1, those of +1 first; less than 0 if they need
   * not be so.
   */
  public int firstNegative = UNSORTED;

  /** Room for by how much each neuron of the row moved. */
  public final int[] moves;

  /** Room for the spikes of a row of this width. */
  public RowSpikes(int width) {
    index = new int[width + SPARE];
    spike = new int[width + SPARE];
    moves = new int[width + SPARE];
  }

  public void add(int at, int by) {
    index[count] = at;
    spike[count++] = by;
  }

  /** Puts those of +1 first, where there is no other size than 1. */
  void sortBySign() {
    int positive = 0;
    int negative = 0;
    for (int i = 0; i < count; i++) {
      if (spike[i] > 0) {
        index[positive++] = index[i];
      } else {
        spike[negative++] = index[i];
      }
    }
    joinSigns(positive, negative);
  }

  /**
   * Completes spikes of +1 and −1.
   *
   * @param positive how many neurons of +1 stand in {@link #index}
   * @param negative how many of −1 stand in {@link #spike}
   */
  public void joinSigns(int positive, int negative) {
    count = positive + negative;
    firstNegative = positive;
    System.arraycopy(spike, 0, index, positive, negative);
    Arrays.fill(spike, 0, positive, 1);
    Arrays.fill(spike, positive, count, -1);
  }

  public void clear() {
    count = 0;
    firstNegative = UNSORTED;
  }
}
