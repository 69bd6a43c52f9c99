package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;

class GroupingTest {
  private static final Shape HEADS =
      Shape.of(List.of(Dim.symbol("batch"), Dim.of(2), Dim.symbol("seq"), Dim.of(3)));

  @Test
  void keepsOnlyAxesOfFixedSize() {
    assertEquals(new Grouping(List.of(-3, -1), List.of(2, 3)), Grouping.of(HEADS, -3, -1));
    assertEquals(new Grouping(List.of(-3), List.of(2)), Grouping.of(HEADS, -3, -2));
    assertEquals(Grouping.TENSOR, Grouping.of(Shape.UNKNOWN, -1));
  }

  @Test
  void dimsBroadcastAgainstTheValue() {
    assertArrayEquals(new int[] {2, 1, 3}, Grouping.of(HEADS, -3, -1).dims());
    assertArrayEquals(new int[] {2, 1, 1}, Grouping.of(HEADS, -3).dims());
    assertArrayEquals(new int[] {}, Grouping.TENSOR.dims());
  }

  @Test
  void thePatternRepeats() {
    Grouping grouping = Grouping.of(HEADS, -3, -1);
    assertArrayEquals(
        new int[] {0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5}, grouping.pattern(new int[] {7, 2, 2, 3}));
    assertArrayEquals(new int[] {0}, Grouping.TENSOR.pattern(new int[] {4, 4}));
  }

  @Test
  void aFinerGroupLiesInOneGroup() {
    Grouping heads = Grouping.of(HEADS, -3);
    Grouping channels = Grouping.of(HEADS, -3, -1);
    assertArrayEquals(new int[] {0, 0, 0, 1, 1, 1}, heads.groupsOf(channels));
    assertArrayEquals(new int[] {0, 0}, Grouping.TENSOR.groupsOf(heads));
    assertThrows(IllegalArgumentException.class, () -> channels.groupsOf(heads));
  }

  @Test
  void anotherSizeIsMalformed() {
    assertThrows(
        SpikezipException.class, () -> Grouping.of(HEADS, -1).pattern(new int[] {1, 2, 5, 4}));
  }
}
