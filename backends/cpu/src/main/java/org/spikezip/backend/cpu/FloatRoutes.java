package org.spikezip.backend.cpu;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The routes of floats in a plan. One after another, such as a reshape and a transpose, become one
 * move from where the first begins.
 */
final class FloatRoutes {
  /** A move of elements of one operand; nothing stands outside. */
  private static final class Move {
    private final FloatCell operand;
    private final int[] source;
    private final FloatUnit unit;

    Move(FloatCell operand, int[] source, FloatUnit unit) {
      this.operand = operand;
      this.source = source;
      this.unit = unit;
    }
  }

  private final Map<FloatCell, Move> byResult = new HashMap<>();

  /** A unit as {@link FloatRoute#unit} makes it, past routes in front of it. */
  FloatUnit unit(int node, List<FloatCell> operands, int[] source, float outside, FloatCell out) {
    if (operands.size() > 1) {
      return FloatRoute.unit(node, operands, source, outside, out);
    }
    FloatCell operand = operands.get(0);
    int[] from = source;
    Move before = byResult.get(operand);
    if (before != null) {
      operand = before.operand;
      from = Arrays.stream(source).map(e -> e < 0 ? e : before.source[e]).toArray();
    }
    FloatUnit unit = FloatRoute.unit(node, List.of(operand), from, outside, out);
    if (Arrays.stream(from).allMatch(e -> e >= 0)) {
      byResult.put(out, new Move(operand, from, unit));
    }
    return unit;
  }

  /**
   * Removes the routes from a plan whose results nobody reads.
   *
   * @param outputs what outputs of the graph read
   */
  void dropUnread(List<Unit> units, Set<Cell> outputs) {
    byResult.forEach(
        (result, move) -> {
          if (!result.isRead() && !outputs.contains(result)) {
            move.operand.forget(move.unit);
            units.remove(move.unit);
          }
        });
  }
}
