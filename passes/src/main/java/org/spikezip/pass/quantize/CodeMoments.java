package org.spikezip.pass.quantize;

import java.util.stream.IntStream;

/**
 * Sums over tokens of codes, of what their products should have given, and of products of both: all
 * that a least squares fit of weights needs, of a size that does not grow with the data.
 *
 * <p>Codes are taken relative to the resting code, so that sums stay small, and exact as long as
 * they are below 2²⁴.
 */
final class CodeMoments {
  private static final int ROWS = 16;
  private static final int TOKENS = 64;

  private final int rows;
  private final int columns;
  private final float[] squares;
  private final float[] cross;
  private final double[] codeSums;
  private final double[] targetSums;
  private long tokens;

  /**
   * Empty sums.
   *
   * @param rows K, codes a token
   * @param columns N, targets a token
   */
  CodeMoments(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    squares = new float[Math.multiplyExact(rows, rows)];
    cross = new float[Math.multiplyExact(rows, columns)];
    codeSums = new double[rows];
    targetSums = new double[columns];
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  long tokens() {
    return tokens;
  }

  /**
   * Takes in some tokens.
   *
   * @param codes row-major {@code [tokens,K]}
   * @param targets row-major {@code [tokens,N]}
   */
  void add(float[] codes, float[] targets) {
    int count = codes.length / rows;
    for (int t = 0; t < count; t++) {
      for (int k = 0; k < rows; k++) {
        codeSums[k] += codes[t * rows + k];
      }
      for (int j = 0; j < columns; j++) {
        targetSums[j] += targets[t * columns + j];
      }
    }
    IntStream.range(0, (rows + ROWS - 1) / ROWS)
        .parallel()
        .forEach(block -> addRows(codes, targets, count, block * ROWS));
    tokens += count;
  }

  private void addRows(float[] codes, float[] targets, int count, int firstRow) {
    int lastRow = Math.min(rows, firstRow + ROWS);
    for (int from = 0; from < count; from += TOKENS) {
      int to = Math.min(count, from + TOKENS);
      for (int k = firstRow; k < lastRow; k++) {
        for (int t = from; t < to; t++) {
          float s = codes[t * rows + k];
          if (s != 0) {
            add(s, codes, t * rows + k, squares, k * rows + k, rows - k);
            add(s, targets, t * columns, cross, k * columns, columns);
          }
        }
      }
    }
  }

  private static void add(float factor, float[] from, int at, float[] to, int start, int count) {
    for (int i = 0; i < count; i++) {
      to[start + i] += factor * from[at + i];
    }
  }

  /** Takes in the sums of other tokens. */
  void add(CodeMoments other) {
    add(1, other.squares, 0, squares, 0, squares.length);
    add(1, other.cross, 0, cross, 0, cross.length);
    for (int k = 0; k < rows; k++) {
      codeSums[k] += other.codeSums[k];
    }
    for (int j = 0; j < columns; j++) {
      targetSums[j] += other.targetSums[j];
    }
    tokens += other.tokens;
  }

  /** The mean code of each row. */
  double[] meanCodes() {
    return means(codeSums);
  }

  /** The mean of each target. */
  double[] meanTargets() {
    return means(targetSums);
  }

  private double[] means(double[] sums) {
    double[] means = new double[sums.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = tokens == 0 ? 0 : sums[i] / tokens;
    }
    return means;
  }

  /** The covariance of the codes, {@code [K,K]}, both triangles. */
  double[] covariance() {
    double[] mean = meanCodes();
    double[] covariance = new double[squares.length];
    double n = Math.max(1, tokens);
    for (int i = 0; i < rows; i++) {
      for (int j = i; j < rows; j++) {
        double c = squares[i * rows + j] / n - mean[i] * mean[j];
        covariance[i * rows + j] = c;
        covariance[j * rows + i] = c;
      }
    }
    return covariance;
  }

  /** The covariance of codes and targets, {@code [K,N]}. */
  double[] crossCovariance() {
    double[] codeMeans = meanCodes();
    double[] targetMeans = meanTargets();
    double[] covariance = new double[cross.length];
    double n = Math.max(1, tokens);
    for (int k = 0; k < rows; k++) {
      for (int j = 0; j < columns; j++) {
        int at = k * columns + j;
        covariance[at] = cross[at] / n - codeMeans[k] * targetMeans[j];
      }
    }
    return covariance;
  }
}
