package org.spikezip.backend.cpu.kernel;

/** The spikes of one row in one step: which of its neurons fired, and by how much they moved. */
public final class RowSpikes {
  /** Room behind the last spike, so that a kernel may load and store whole vectors there. */
  private static final int SPARE = 32;

  public final int[] index;
  public final int[] spike;
  public int count;

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

  public void clear() {
    count = 0;
  }
}
