package org.spikezip.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spikezip.ir.ElementType;

/** A route of a route reads what the first one reads, and what nobody reads is not computed. */
class FloatRoutesTest {
  private final FloatCell in = cell(2, 6);
  private final FloatRoutes routes = new FloatRoutes();
  private final List<Unit> units = new ArrayList<>();

  private static FloatCell cell(int... dims) {
    return new FloatCell(ElementType.F32, dims);
  }

  /** The halves of rows change places, in rows of three, and then come in reverse order. */
  private FloatCell[] chain() {
    FloatCell halves = cell(4, 3);
    FloatCell reversed = cell(4, 3);
    int[] swap = {3, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8};
    units.add(routes.unit(1, List.of(in), swap, 0, halves));
    int[] reverse = IntStream.range(0, 12).map(i -> 11 - i).toArray();
    units.add(routes.unit(2, List.of(halves), reverse, 0, reversed));
    return new FloatCell[] {halves, reversed};
  }

  private void compute() {
    for (int i = 0; i < 12; i++) {
      in.data[i] = i;
    }
    in.changed(0);
    in.changed(1);
    units.forEach(unit -> unit.evaluate(alone()));
  }

  private static Counters alone() {
    Counters counters = new Counters();
    counters.crew = Crew.ALONE;
    return counters;
  }

  @Test
  void becomeOneMove() {
    FloatCell[] cells = chain();
    read(cells[1]);
    routes.dropUnread(units, Set.of());
    assertEquals(1, units.size());
    compute();
    assertArrayEquals(new float[] {8, 7, 6, 11, 10, 9, 2, 1, 0, 5, 4, 3}, cells[1].data);
  }

  @Test
  void outputsAreComputed() {
    FloatCell[] cells = chain();
    routes.dropUnread(units, Set.of(cells[0], cells[1]));
    assertEquals(2, units.size());
    compute();
    assertArrayEquals(new float[] {3, 4, 5, 0, 1, 2, 9, 10, 11, 6, 7, 8}, cells[0].data);
  }

  @Test
  void whatStandsOutsideStaysOutside() {
    FloatCell halves = cell(4, 3);
    units.add(routes.unit(1, List.of(in), IntStream.range(0, 12).toArray(), 0, halves));
    FloatCell padded = cell(1, 14);
    int[] pad = IntStream.range(-1, 13).map(e -> e == 12 ? -1 : e).toArray();
    units.add(routes.unit(2, List.of(halves), pad, 7, padded));
    FloatCell last = cell(14, 1);
    units.add(routes.unit(3, List.of(padded), IntStream.range(0, 14).toArray(), 0, last));
    read(last);
    routes.dropUnread(units, Set.of());
    assertEquals(2, units.size());
    compute();
    assertArrayEquals(new float[] {7, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 7}, last.data);
  }

  private static void read(FloatCell cell) {
    cell.feed(new RowUnit(9, cell(1), row -> {}), new RowQueue(cell.rows()), RowMap.SAME);
  }
}
