package org.spikezip.backend.cpu;

import java.util.Arrays;

/** Which rows of a result depend on each row of an operand. */
final class RowMap {
  /** Row i depends on row i alone. */
  static final RowMap SAME = new RowMap(new int[0], new int[0]);

  /** Every row depends on every row. */
  static final RowMap ALL = new RowMap(new int[0], new int[0]);

  private final int[] start;
  private final int[] dependents;

  private RowMap(int[] start, int[] dependents) {
    this.start = start;
    this.dependents = dependents;
  }

  /**
   * The map of a result whose element e is taken from element {@code source[e]} of the operand, or
   * from none if that is not in {@code from..to}.
   *
   * @param from first element of this operand in the numbering of {@code source}
   * @param elements elements of the operand
   * @param operandWidth elements in a row of the operand
   * @param resultWidth elements in a row of the result
   */
  static RowMap ofElements(
      int[] source, int from, int elements, int operandWidth, int resultWidth) {
    int operandRows = elements / Math.max(1, operandWidth);
    int[] last = new int[operandRows];
    int[] count = new int[operandRows + 1];
    for (int pass = 0; ; pass++) {
      int[] dependents = pass == 0 ? null : new int[count[operandRows]];
      int[] next = pass == 0 ? null : count.clone();
      Arrays.fill(last, -1);
      for (int e = 0; e < source.length; e++) {
        int element = source[e] - from;
        if (element < 0 || element >= elements) {
          continue;
        }
        int row = element / operandWidth;
        int result = e / resultWidth;
        if (last[row] != result) {
          last[row] = result;
          if (pass == 0) {
            count[row + 1]++;
          } else {
            dependents[next[row]++] = result;
          }
        }
      }
      if (pass == 1) {
        return new RowMap(count, dependents);
      }
      for (int row = 0; row < operandRows; row++) {
        count[row + 1] += count[row];
      }
    }
  }

  /** The map where row r of the result reads row {@code operandRow[r]} of the operand. */
  static RowMap ofRows(int[] operandRow, int operandRows) {
    return ofElements(operandRow, 0, operandRows, 1, 1);
  }

  void mark(int row, RowQueue queue) {
    if (this == SAME) {
      queue.add(row);
    } else if (this == ALL) {
      queue.addAll();
    } else {
      for (int i = start[row]; i < start[row + 1]; i++) {
        queue.add(dependents[i]);
      }
    }
  }
}
