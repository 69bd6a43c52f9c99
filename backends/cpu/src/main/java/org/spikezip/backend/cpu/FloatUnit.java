package org.spikezip.backend.cpu;

/** A node whose result is floats, computed row by row. */
abstract class FloatUnit extends Unit {
  final FloatCell out;
  final RowQueue dirty;

  FloatUnit(int node, FloatCell out) {
    super(node);
    this.out = out;
    dirty = new RowQueue(out.rows());
  }

  /** Computes a row of the result from the operands as they are now. */
  abstract void row(int row);

  @Override
  void reset() {
    dirty.addAll();
  }

  @Override
  final void evaluate(Counters counters) {
    for (int i = 0; i < dirty.size(); i++) {
      int row = dirty.get(i);
      row(row);
      out.changed(row);
    }
    dirty.clear();
  }

  @Override
  final boolean isDirty() {
    return !dirty.isEmpty();
  }
}
