package org.spikezip.backend.cuda;

/** How the rows of a result read an operand that broadcasts to it, by NumPy's rules. */
final class Broadcast {
  private final int[] base;
  private final int stride;
  private final int width;

  private Broadcast(int[] base, int stride, int width) {
    this.base = base;
    this.stride = stride;
    this.width = width;
  }

  /** An operand of dims {@code from}, which fits, seen as of dims {@code to}. */
  static Broadcast of(int[] from, int[] to) {
    int rank = to.length;
    int[] strides = new int[rank];
    int elements = 1;
    for (int axis = rank - 1, own = from.length - 1; own >= 0; axis--, own--) {
      strides[axis] = from[own] == 1 ? 0 : elements;
      elements *= from[own];
    }
    int width = Cell.width(to);
    int[] base = new int[Cell.count(to) / Math.max(1, width)];
    for (int row = 0; row < base.length; row++) {
      int rest = row;
      for (int axis = rank - 2; axis >= 0; axis--) {
        base[row] += rest % to[axis] * strides[axis];
        rest /= to[axis];
      }
    }
    return new Broadcast(base, rank == 0 ? 0 : strides[rank - 1], width);
  }

  /** Where each row begins. */
  int[] base() {
    return base;
  }

  /** 1 where the operand has a row of its own, 0 where one element serves a whole row. */
  int stride() {
    return stride;
  }

  /** Elements of a row of the result. */
  int width() {
    return width;
  }

  /** Whether row r begins at r·width. */
  boolean isPlain() {
    boolean plain = stride == 1 || width == 1;
    for (int row = 0; plain && row < base.length; row++) {
      plain = base[row] == row * width;
    }
    return plain;
  }
}
