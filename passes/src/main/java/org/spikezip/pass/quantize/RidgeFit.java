package org.spikezip.pass.quantize;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Fits weights to the codes that they will multiply: the W' of least
 *
 * <pre>
 * E|S·W' + b' − Y|² + λ·Σ_k var(S_k)·|W'_k − W_k|²
 * </pre>
 *
 * where S are codes as the quantized layers before make them, and Y is what the float model gives.
 * So W' takes back what quantization noise and earlier layers' errors would do on average, and
 * stays near W where the data say nothing. λ is chosen on tokens that the fit does not see.
 */
final class RidgeFit {
  private static final double[] STRENGTHS = {0.01, 0.03, 0.1, 0.3, 1, 3, 10, 100};
  private static final int FIRST = 2;
  private static final int MOST_COLUMNS = 96;

  /** A row that hardly moves counts as this share of the mean variance. */
  private static final double FLOOR = 1e-3;

  private RidgeFit() {}

  /**
   * Fitted weights.
   *
   * @param weights the folded weights W, row-major {@code [K,N]}
   * @param strength λ
   */
  static double[] fit(double[] weights, CodeMoments moments, double strength) {
    double[] fitted = correction(weights, moments, every(1, moments.columns()), strength);
    for (int i = 0; i < fitted.length; i++) {
      fitted[i] += weights[i];
    }
    return fitted;
  }

  /**
   * The λ of least error on the tokens to check, found by going downhill from a usual one.
   *
   * @param weights the folded weights W, row-major {@code [K,N]}
   * @param fit tokens to fit to
   * @param check other tokens
   */
  static double strength(double[] weights, CodeMoments fit, CodeMoments check) {
    int[] columns = every((fit.columns() + MOST_COLUMNS - 1) / MOST_COLUMNS, fit.columns());
    double[] covariance = check.covariance();
    double[] residual = residual(weights, covariance, check, columns);
    Map<Integer, Double> errors = new HashMap<>();
    IntToDoubleFunction error =
        i ->
            errors.computeIfAbsent(
                i,
                index -> {
                  double[] correction = correction(weights, fit, columns, STRENGTHS[index]);
                  return error(correction, covariance, residual, fit.rows(), columns.length);
                });
    int at = FIRST;
    while (at > 0 && error.applyAsDouble(at - 1) < error.applyAsDouble(at)) {
      at--;
    }
    while (at < STRENGTHS.length - 1 && error.applyAsDouble(at + 1) < error.applyAsDouble(at)) {
      at++;
    }
    return STRENGTHS[at];
  }

  private static int[] every(int step, int count) {
    return IntStream.range(0, (count + step - 1) / step).map(i -> i * step).toArray();
  }

  /** W' − W for some of the columns. */
  private static double[] correction(
      double[] weights, CodeMoments moments, int[] columns, double strength) {
    int rows = moments.rows();
    double[] covariance = moments.covariance();
    double[] correction = residual(weights, covariance, moments, columns);
    double mean = 0;
    for (int k = 0; k < rows; k++) {
      mean += covariance[k * rows + k] / rows;
    }
    for (int k = 0; k < rows; k++) {
      double own = Math.max(covariance[k * rows + k], FLOOR * mean + Double.MIN_NORMAL);
      covariance[k * rows + k] += strength * own;
    }
    Cholesky.of(covariance, rows).solve(correction, columns.length);
    return correction;
  }

  /** The covariance of codes with what is still missing: cov(S,Y) − cov(S)·W. */
  private static double[] residual(
      double[] weights, double[] covariance, CodeMoments moments, int[] columns) {
    int rows = moments.rows();
    int n = moments.columns();
    double[] cross = moments.crossCovariance();
    double[] some = new double[rows * columns.length];
    for (int k = 0; k < rows; k++) {
      for (int j = 0; j < columns.length; j++) {
        some[k * columns.length + j] = weights[k * n + columns[j]];
      }
    }
    double[] residual = product(covariance, some, rows, columns.length);
    for (int k = 0; k < rows; k++) {
      for (int j = 0; j < columns.length; j++) {
        int at = k * columns.length + j;
        residual[at] = cross[k * n + columns[j]] - residual[at];
      }
    }
    return residual;
  }

  /** The mean squared error with this correction, less that without. */
  private static double error(
      double[] correction, double[] covariance, double[] residual, int rows, int columns) {
    double[] moved = product(covariance, correction, rows, columns);
    double error = 0;
    for (int i = 0; i < correction.length; i++) {
      error += correction[i] * (moved[i] - 2 * residual[i]);
    }
    return error;
  }

  /** A square matrix times another. */
  private static double[] product(double[] square, double[] other, int rows, int columns) {
    double[] product = new double[rows * columns];
    IntStream.range(0, rows)
        .parallel()
        .forEach(
            i -> {
              for (int k = 0; k < rows; k++) {
                add(square[i * rows + k], other, k * columns, product, i * columns, columns);
              }
            });
    return product;
  }

  private static void add(double factor, double[] from, int at, double[] to, int start, int count) {
    for (int j = 0; j < count; j++) {
      to[start + j] += factor * from[at + j];
    }
  }
}
