package org.spikezip.backend.cpu;

import java.util.function.IntConsumer;

/** A node each row of which is a function of rows of its operands. */
final class RowUnit extends FloatUnit {
  private final IntConsumer function;

  /**
   * A unit that calls {@code function} with the row to compute; it reads the operands and writes
   * {@code out}.
   */
  RowUnit(int node, FloatCell out, IntConsumer function) {
    super(node, out);
    this.function = function;
  }

  @Override
  void row(int row) {
    function.accept(row);
  }
}
