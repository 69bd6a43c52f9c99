package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CholeskyTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 48, 49, 131})
  void theFactorTimesItselfIsTheMatrix(int size) {
    double[] a = positiveDefinite(size);
    Cholesky factor = Cholesky.of(a.clone(), size);
    for (int i = 0; i < size; i++) {
      for (int j = i; j < size; j++) {
        double sum = 0;
        for (int k = 0; k <= i; k++) {
          sum += factor.at(k, i) * factor.at(k, j);
        }
        assertEquals(a[i * size + j], sum, 1e-9 * size);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 65, 130})
  void solvesForManyColumns(int columns) {
    int size = 53;
    double[] a = positiveDefinite(size);
    double[] x = numbers(5, size * columns);
    double[] b = new double[size * columns];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < columns; j++) {
        for (int k = 0; k < size; k++) {
          b[i * columns + j] += a[i * size + k] * x[k * columns + j];
        }
      }
    }
    Cholesky.of(a, size).solve(b, columns);
    for (int i = 0; i < x.length; i++) {
      assertEquals(x[i], b[i], 1e-7);
    }
  }

  @Test
  void aMatrixThatIsNotPositiveDefiniteIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Cholesky.of(new double[] {1, 2, 2, 1}, 2));
  }

  private static double[] positiveDefinite(int size) {
    double[] m = numbers(3, size * size);
    double[] a = new double[size * size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        for (int k = 0; k < size; k++) {
          a[i * size + j] += m[k * size + i] * m[k * size + j];
        }
      }
      a[i * size + i] += 0.1;
    }
    return a;
  }

  private static double[] numbers(long seed, int count) {
    return new SplittableRandom(seed).doubles(count, -1, 1).toArray();
  }
}
