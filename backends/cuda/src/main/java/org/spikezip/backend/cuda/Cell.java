package org.spikezip.backend.cuda;

import java.util.Arrays;

/**
 * A value on the device: the elements of each sample, and for stretches of them the tick at which
 * they last changed.
 */
class Cell {
  private final Region data;
  private final Region stamps;
  private final int[] dims;
  private final int stretch;

  /**
   * A cell.
   *
   * @param stretch how many elements share a stamp
   */
  Cell(Region data, Region stamps, int[] dims, int stretch) {
    this.data = data;
    this.stamps = stamps;
    this.dims = dims.clone();
    this.stretch = stretch;
  }

  /** Elements of one sample. */
  static int count(int[] dims) {
    return Arrays.stream(dims).reduce(1, Math::multiplyExact);
  }

  /** The size of the last axis. */
  static int width(int[] dims) {
    return dims.length == 0 ? 1 : dims[dims.length - 1];
  }

  /** How many stamps a value has; at least one. */
  static int stretches(int[] dims, int stretch) {
    return Math.max(1, (count(dims) + stretch - 1) / stretch);
  }

  final Region data() {
    return data;
  }

  final Region stamps() {
    return stamps;
  }

  final int[] dims() {
    return dims.clone();
  }

  final int stretch() {
    return stretch;
  }

  final int elements() {
    return count(dims);
  }

  final int width() {
    return width(dims);
  }

  /** Elements from one sample to the next; 0 if all samples share one. */
  final int sampleElements() {
    return data.isPerSample() ? elements() : 0;
  }

  /** Stamps from one sample to the next; 0 if all samples share one. */
  final int sampleStamps() {
    return data.isPerSample() ? stretches(dims, stretch) : 0;
  }
}
