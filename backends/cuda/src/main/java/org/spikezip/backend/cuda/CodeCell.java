package org.spikezip.backend.cuda;

import org.spikezip.ir.CodeRange;

/** Tracers, as bytes where their range fits, else as ints; and how many events they had. */
final class CodeCell extends Cell {
  private final CodeRange range;
  private final int[] rest;
  private final int counter;

  /**
   * A cell.
   *
   * @param rest the resting codes of a sample
   * @param counter which of the plan's counters counts its events
   */
  CodeCell(
      CodeRange range,
      int[] rest,
      Region data,
      Region stamps,
      int counter,
      int[] dims,
      int stretch) {
    super(data, stamps, dims, stretch);
    this.range = range;
    this.rest = rest;
    this.counter = counter;
  }

  /** Bytes of a code in this range. */
  static int bytes(CodeRange range) {
    return range.min() >= Byte.MIN_VALUE && range.max() <= Byte.MAX_VALUE ? 1 : Integer.BYTES;
  }

  int bytes() {
    return bytes(range);
  }

  CodeRange range() {
    return range;
  }

  int[] rest() {
    return rest.clone();
  }

  int counter() {
    return counter;
  }

  /** The same codes in other dims. */
  CodeCell as(int[] dims) {
    return new CodeCell(range, rest, data(), stamps(), counter, dims, stretch());
  }
}
