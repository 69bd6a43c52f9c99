package org.spikezip.pass.quantize;

import java.util.stream.IntStream;

/**
 * The upper triangular R with RᵀR = A, for a symmetric positive definite A. Works panel by panel,
 * so that rows stay in the cache; the result is the same for any number of threads.
 */
final class Cholesky {
  private static final int PANEL = 48;
  private static final int COLUMNS = 64;

  private final double[] r;
  private final int size;

  private Cholesky(double[] r, int size) {
    this.r = r;
    this.size = size;
  }

  /**
   * Factors a matrix in place.
   *
   * @param a row-major {@code [size,size]}; its upper triangle is read and overwritten
   * @throws IllegalArgumentException if it is not positive definite
   */
  static Cholesky of(double[] a, int size) {
    for (int from = 0; from < size; from += PANEL) {
      int start = from;
      int end = Math.min(size, from + PANEL);
      factorPanel(a, size, start, end);
      IntStream.range(end, size).parallel().forEach(row -> update(a, size, start, end, row));
    }
    return new Cholesky(a, size);
  }

  private static void factorPanel(double[] a, int size, int start, int end) {
    for (int k = start; k < end; k++) {
      update(a, size, start, k, k);
      double pivot = a[k * size + k];
      if (!(pivot > 0)) {
        throw new IllegalArgumentException("no positive pivot at " + k + ": " + pivot);
      }
      double inverse = 1 / Math.sqrt(pivot);
      for (int j = k; j < size; j++) {
        a[k * size + j] *= inverse;
      }
    }
  }

  /** Takes the rows {@code start..end−1} of R out of a later row. */
  private static void update(double[] a, int size, int start, int end, int row) {
    for (int k = start; k < end; k++) {
      subtract(a, k * size + row, row * size + row, size - row);
    }
  }

  /** Subtracts from {@code count} numbers the numbers from {@code from} on, times the first. */
  private static void subtract(double[] a, int from, int to, int count) {
    double factor = a[from];
    for (int j = 0; j < count; j++) {
      a[to + j] -= factor * a[from + j];
    }
  }

  int size() {
    return size;
  }

  /** Element of R at a row and a column not before it. */
  double at(int row, int column) {
    return r[row * size + column];
  }

  /**
   * Solves A·X = B in place.
   *
   * @param b row-major {@code [size,columns]}
   */
  void solve(double[] b, int columns) {
    int blocks = (columns + COLUMNS - 1) / COLUMNS;
    IntStream.range(0, blocks)
        .parallel()
        .forEach(i -> solve(b, columns, i * COLUMNS, Math.min(columns, (i + 1) * COLUMNS)));
  }

  private void solve(double[] b, int columns, int from, int to) {
    for (int k = 0; k < size; k++) {
      scale(b, k * columns, from, to, 1 / at(k, k));
      for (int i = k + 1; i < size; i++) {
        add(b, i * columns, k * columns, from, to, -at(k, i));
      }
    }
    for (int k = size - 1; k >= 0; k--) {
      for (int i = k + 1; i < size; i++) {
        add(b, k * columns, i * columns, from, to, -at(k, i));
      }
      scale(b, k * columns, from, to, 1 / at(k, k));
    }
  }

  private static void scale(double[] b, int row, int from, int to, double factor) {
    for (int j = from; j < to; j++) {
      b[row + j] *= factor;
    }
  }

  private static void add(double[] b, int to, int row, int first, int last, double factor) {
    for (int j = first; j < last; j++) {
      b[to + j] += factor * b[row + j];
    }
  }
}
