package org.spikezip.backend.simulator;

import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;

/** Which part of a value has to be computed again. */
final class ChangedRows {
  private ChangedRows() {}

  /** How many elements lie in rows of the last axis that differ; all if shapes differ. */
  static long elements(Tensor before, Tensor after) {
    if (before.type() != ElementType.F32
        || after.type() != ElementType.F32
        || before.size() != after.size()
        || after.size() == 0) {
      return after.size();
    }
    float[] a = before.floats();
    float[] b = after.floats();
    int width = after.rank() == 0 ? 1 : after.dim(-1);
    long changed = 0;
    for (int row = 0; row < b.length; row += width) {
      boolean same = true;
      for (int i = row; same && i < row + width; i++) {
        same = Float.floatToRawIntBits(a[i]) == Float.floatToRawIntBits(b[i]);
      }
      changed += same ? 0 : width;
    }
    return changed;
  }
}
