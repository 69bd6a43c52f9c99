package org.spikezip.backend.cpu.kernel;

import java.util.Arrays;

/** The spikes of +1 and of −1 of neighbouring rows in one step. */
public final class Signs {
  /** Room behind the last spike, so that a kernel may load and store whole vectors there. */
  private static final int SPARE = 32;

  private static final int LIST = 256 + 64;

  /** The neurons of +1, in order, counted from the first neuron of the first row. */
  public final int[] up;

  public int ups;

  /** The neurons of −1. */
  public final int[] down;

  public int downs;

  /** As many times +1, and −1, as there may be neurons. */
  final int[] allUp;

  final int[] allDown;

  /** By row: how many neurons of +1 there are up to its end. */
  public final int[] upsTo;

  /** By row: how many of −1. */
  public final int[] downsTo;

  /** Rows at hand. */
  public int rows;

  /** Neurons of a row. */
  public int width;

  /** Room for by how much each neuron moved. */
  public final int[] moves;

  /** Room for lists of bytes. */
  public final byte[] upBytes = new byte[LIST];

  public final byte[] downBytes = new byte[LIST];

  /** Room for so many rows of {@code neurons} neurons in all. */
  public Signs(int rows, int neurons) {
    up = new int[neurons + SPARE];
    down = new int[neurons + SPARE];
    allUp = new int[neurons + SPARE];
    allDown = new int[neurons + SPARE];
    Arrays.fill(allUp, 1);
    Arrays.fill(allDown, -1);
    moves = new int[neurons + SPARE];
    upsTo = new int[rows];
    downsTo = new int[rows];
  }

  /** Begins with rows of this width. */
  public void clear(int rows, int width) {
    this.rows = rows;
    this.width = width;
    ups = 0;
    downs = 0;
  }

  /** A row ends with the spikes that there are. */
  public void endRow(int row) {
    upsTo[row] = ups;
    downsTo[row] = downs;
  }

  public int count() {
    return ups + downs;
  }
}
