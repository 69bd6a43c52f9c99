package org.spikezip.backend.cpu;

import java.util.List;
import java.util.function.IntConsumer;

/** Moves floats to where a route puts them. */
final class FloatRoute {
  private FloatRoute() {}

  /**
   * A unit that moves floats.
   *
   * @param source for each element of {@code out}, which element of the operands, counted through,
   *     it is; or −1 for what stands outside
   */
  static FloatUnit unit(
      int node, List<FloatCell> operands, int[] source, float outside, FloatCell out) {
    int[] first = new int[operands.size() + 1];
    for (int i = 0; i < operands.size(); i++) {
      first[i + 1] = first[i] + operands.get(i).elements();
    }
    IntConsumer move =
        operands.size() == 1
            ? single(operands.get(0), source, outside, out)
            : several(operands, first, source, outside, out);
    FloatUnit unit = new RowUnit(node, out, move);
    for (int i = 0; i < operands.size(); i++) {
      FloatCell operand = operands.get(i);
      operand.feed(
          unit,
          unit.dirty,
          RowMap.ofElements(source, first[i], operand.elements(), operand.width(), out.width()));
    }
    return unit;
  }

  private static IntConsumer single(FloatCell operand, int[] source, float outside, FloatCell out) {
    int width = out.width();
    boolean[] run = runs(source, width);
    return row -> {
      int to = row * width;
      if (run[row]) {
        System.arraycopy(operand.data, source[to], out.data, to, width);
        return;
      }
      for (int e = to; e < to + width; e++) {
        out.data[e] = source[e] < 0 ? outside : operand.data[source[e]];
      }
    };
  }

  private static IntConsumer several(
      List<FloatCell> operands, int[] first, int[] source, float outside, FloatCell out) {
    int width = out.width();
    return row -> {
      int operand = 0;
      for (int e = row * width; e < (row + 1) * width; e++) {
        int at = source[e];
        if (at < 0) {
          out.data[e] = outside;
          continue;
        }
        while (at < first[operand]) {
          operand--;
        }
        while (at >= first[operand + 1]) {
          operand++;
        }
        out.data[e] = operands.get(operand).data[at - first[operand]];
      }
    };
  }

  /** Which rows of the result are consecutive elements of the operand. */
  private static boolean[] runs(int[] source, int width) {
    boolean[] run = new boolean[width == 0 ? 0 : source.length / width];
    for (int row = 0; row < run.length; row++) {
      int start = row * width;
      run[row] = source[start] >= 0;
      for (int j = 1; j < width; j++) {
        run[row] &= source[start + j] == source[start] + j;
      }
    }
    return run;
  }
}
