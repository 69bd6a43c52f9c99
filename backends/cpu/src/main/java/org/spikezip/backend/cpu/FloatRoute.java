package org.spikezip.backend.cpu;

import java.util.List;
import java.util.function.IntConsumer;

/** Moves floats to where a route puts them. */
final class FloatRoute {
  /** Pieces of so many elements are worth a copy. */
  private static final int LEAST_PIECE = 8;

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
    int piece = piece(source, width);
    if (piece >= LEAST_PIECE) {
      return row -> {
        for (int to = row * width; to < (row + 1) * width; to += piece) {
          System.arraycopy(operand.data, source[to], out.data, to, piece);
        }
      };
    }
    return row -> {
      for (int e = row * width; e < (row + 1) * width; e++) {
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

  /** The largest size such that all pieces of that size are consecutive elements of the operand. */
  private static int piece(int[] source, int width) {
    int piece = width;
    for (int e = 0; e < source.length; e++) {
      boolean follows = e > 0 && source[e] == source[e - 1] + 1;
      if (source[e] < 0) {
        return 1;
      }
      if (!follows) {
        piece = gcd(piece, e % width);
      }
    }
    return piece;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
