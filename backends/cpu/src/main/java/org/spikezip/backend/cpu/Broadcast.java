package org.spikezip.backend.cpu;

/**
 * How the rows of a result read an operand that broadcasts to it: where each begins, and the step
 * along the row.
 */
final class Broadcast {
  private final int[] base;
  private final int stride;
  private final int width;

  private Broadcast(int[] base, int stride, int width) {
    this.base = base;
    this.stride = stride;
    this.width = width;
  }

  /**
   * An operand of dims {@code from} seen as of dims {@code to}, by NumPy's rules; the operand fits.
   */
  static Broadcast of(int[] from, int[] to) {
    int rank = to.length;
    int width = rank == 0 ? 1 : to[rank - 1];
    int[] strides = new int[rank];
    int elements = 1;
    for (int axis = rank - 1, own = from.length - 1; own >= 0; axis--, own--) {
      strides[axis] = from[own] == 1 ? 0 : elements;
      elements *= from[own];
    }
    int rows = 1;
    for (int axis = 0; axis < rank - 1; axis++) {
      rows *= to[axis];
    }
    if (width == 0) {
      rows = 0;
    }
    int[] base = new int[rows];
    for (int row = 0; row < rows; row++) {
      int rest = row;
      for (int axis = rank - 2; axis >= 0; axis--) {
        base[row] += rest % to[axis] * strides[axis];
        rest /= to[axis];
      }
    }
    return new Broadcast(base, rank == 0 ? 0 : strides[rank - 1], width);
  }

  int rows() {
    return base.length;
  }

  int width() {
    return width;
  }

  int base(int row) {
    return base[row];
  }

  /** 1 where the operand has a row of its own, 0 where one element serves the whole row. */
  int stride() {
    return stride;
  }

  /** Which rows of the result read each row of an operand with rows of {@code operandWidth}. */
  RowMap rowMap(int operandElements, int operandWidth) {
    int[] operandRow = new int[base.length];
    boolean same = operandElements / Math.max(1, operandWidth) == base.length;
    for (int row = 0; row < base.length; row++) {
      operandRow[row] = base[row] / operandWidth;
      same &= operandRow[row] == row;
    }
    return same
        ? RowMap.SAME
        : RowMap.ofRows(operandRow, operandElements / Math.max(1, operandWidth));
  }

  void copy(float[] from, int row, float[] to, int at) {
    for (int j = 0; j < width; j++) {
      to[at + j] = from[base[row] + j * stride];
    }
  }

  void copy(int[] from, int row, int[] to, int at) {
    for (int j = 0; j < width; j++) {
      to[at + j] = from[base[row] + j * stride];
    }
  }
}
