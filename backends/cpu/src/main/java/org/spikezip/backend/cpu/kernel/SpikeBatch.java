package org.spikezip.backend.cpu.kernel;

/** The spikes of one value in one step: which elements fired, and by how much they moved. */
public final class SpikeBatch {
  /** Room behind the last spike, so that a kernel may store a whole vector there. */
  private static final int SPARE = 16;

  public final int[] element;
  public final int[] spike;
  public int count;

  public SpikeBatch(int capacity) {
    element = new int[capacity + SPARE];
    spike = new int[capacity + SPARE];
  }

  public void add(int at, int by) {
    element[count] = at;
    spike[count++] = by;
  }

  public void clear() {
    count = 0;
  }
}
