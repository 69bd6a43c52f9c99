package org.spikezip.backend.cpu;

import java.util.List;

/** A node whose result is floats, computed row by row. */
abstract class FloatUnit extends Unit {
  final FloatCell out;
  final RowQueue dirty;

  FloatUnit(int node, FloatCell out) {
    super(node);
    this.out = out;
    dirty = new RowQueue(out.rows());
  }

  @Override
  List<FloatCell> results() {
    return List.of(out);
  }

  /** Computes a row of the result from the operands as they are now; several threads may. */
  abstract void row(int row);

  @Override
  void reset() {
    dirty.addAll();
  }

  @Override
  final void evaluate(Counters counters) {
    if (!dirty.isEmpty()) {
      out.renew();
    }
    counters.crew.share((long) dirty.size() * out.width(), this::rows);
    for (int i = 0; i < dirty.size(); i++) {
      out.changed(dirty.get(i));
    }
    dirty.clear();
  }

  private void rows(int part, int parts) {
    int end = (int) ((long) dirty.size() * (part + 1) / parts);
    for (int i = (int) ((long) dirty.size() * part / parts); i < end; i++) {
      row(dirty.get(i));
    }
  }

  @Override
  final boolean isDirty() {
    return !dirty.isEmpty();
  }
}
