package org.spikezip.api.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SumsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 15, 16, 17, 31, 33, 47, 127, 384, 1021})
  void addsInTheWrittenOrder(int n) {
    float[] row = Rows.random(n, 10f);
    float[] squares = new float[n];
    for (int i = 0; i < n; i++) {
      squares[i] = (row[i] - 0.3f) * (row[i] - 0.3f);
    }
    float[] placed = Rows.place(row, 3, 1);
    float[] strided = Rows.place(row, 2, 5);
    assertEquals(naive(row), Sums.sum(placed, 3, n));
    assertEquals(naive(row), Sums.sum(strided, 2, 5, n));
    assertEquals(naive(squares), Sums.sumOfSquaredDifferences(placed, 3, n, 0.3f));
    assertEquals(naive(squares), Sums.sumOfSquaredDifferences(strided, 2, 5, n, 0.3f));
  }

  @Test
  void theOrderMatters() {
    float[] row = Rows.random(1021, 10f);
    float sequential = 0f;
    for (float x : row) {
      sequential += x;
    }
    assertNotEquals(sequential, Sums.sum(row, 0, row.length));
  }

  @Test
  void paddingWithZerosChangesNothing() {
    float[] row = Rows.random(21, 1f);
    row[20] = -0f;
    float[] padded = Arrays.copyOf(row, 32);
    assertEquals(Sums.sum(row, 0, 21), Sums.sum(padded, 0, 32));
    assertEquals(0f, Sums.sum(new float[] {-0f, -0f}, 0, 2));
  }

  @Test
  void max() {
    float[] row = {9f, -3f, -0f, 0f, -7f, 9f};
    assertEquals(0f, Sums.max(row, 1, 4));
    assertEquals(-3f, Sums.max(row, 1, 3, 2));
    assertEquals(Float.NEGATIVE_INFINITY, Sums.max(row, 0, 0));
    assertEquals(Float.NaN, Sums.max(new float[] {1f, Float.NaN, 2f}, 0, 3));
  }

  /** The specification, word by word, for one row. */
  private static float naive(float[] row) {
    float[] p = new float[16];
    for (int lane = 0; lane < 16; lane++) {
      for (int i = lane; i < row.length; i += 16) {
        p[lane] = p[lane] + row[i];
      }
    }
    float q0 = (p[0] + p[8]) + (p[4] + p[12]);
    float q1 = (p[1] + p[9]) + (p[5] + p[13]);
    float q2 = (p[2] + p[10]) + (p[6] + p[14]);
    float q3 = (p[3] + p[11]) + (p[7] + p[15]);
    return (q0 + q2) + (q1 + q3);
  }
}
