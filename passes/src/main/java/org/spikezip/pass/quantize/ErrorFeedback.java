package org.spikezip.pass.quantize;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.spikezip.ir.Tensor;

/**
 * Rounds weights so that the error of the layer's output is small, not that of each weight: row
 * after row, what rounding a row has done wrong is handed to the rows not rounded yet, as far as
 * their codes go together with its own. This is GPTQ (Frantar et al., ICLR 2023) in the form of a
 * nearest plane search in the Cholesky factor of the codes' covariance.
 */
final class ErrorFeedback {
  /** What is added to the diagonal, as a share of its mean, so that no row takes all the blame. */
  private static final double DAMPING = 0.01;

  private static final int COLUMNS = 64;

  private ErrorFeedback() {}

  /**
   * Rounds under the scales of least weighted error.
   *
   * @param weights row-major {@code [K,N]}
   * @param covariance of the codes, {@code [K,K]}
   * @param columns N
   */
  static IntegerWeights round(
      double[] weights, double[] covariance, int columns, WeightFormat format) {
    int rows = weights.length / columns;
    double[] importance = new double[rows];
    double mean = 0;
    for (int k = 0; k < rows; k++) {
      importance[k] = covariance[k * rows + k];
      mean += importance[k] / rows;
    }
    double damping = DAMPING * mean + Double.MIN_NORMAL;
    IntStream.range(0, rows).forEach(k -> importance[k] += damping);
    int[] order = byImportance(importance);
    Cholesky factor = Cholesky.of(ordered(covariance, order, damping), rows);
    float[] scales = WeightRounding.scales(weights, importance, columns, format);
    long[] rounded = new long[weights.length];
    int blocks = (columns + COLUMNS - 1) / COLUMNS;
    IntStream.range(0, blocks)
        .parallel()
        .forEach(
            i -> {
              int end = Math.min(columns, (i + 1) * COLUMNS);
              round(weights, factor, order, scales, format, columns, i * COLUMNS, end, rounded);
            });
    return new IntegerWeights(
        Tensor.ofLongs(format.type(), rounded, rows, columns), Tensor.of(scales, columns));
  }

  /** Rows by importance, the most important last: it is rounded first, when all can still help. */
  private static int[] byImportance(double[] importance) {
    return IntStream.range(0, importance.length)
        .boxed()
        .sorted(Comparator.comparingDouble(k -> importance[k]))
        .mapToInt(k -> k)
        .toArray();
  }

  private static double[] ordered(double[] covariance, int[] order, double damping) {
    int rows = order.length;
    double[] ordered = new double[covariance.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < rows; j++) {
        ordered[i * rows + j] = covariance[order[i] * rows + order[j]];
      }
      ordered[i * rows + i] += damping;
    }
    return ordered;
  }

  private static void round(
      double[] weights,
      Cholesky factor,
      int[] order,
      float[] scales,
      WeightFormat format,
      int columns,
      int from,
      int to,
      long[] rounded) {
    int width = to - from;
    double[][] errors = new double[order.length][width];
    double[] wanted = new double[width];
    for (int k = order.length - 1; k >= 0; k--) {
      int row = order[k] * columns + from;
      System.arraycopy(weights, row, wanted, 0, width);
      for (int later = k + 1; later < order.length; later++) {
        add(factor.at(k, later) / factor.at(k, k), errors[later], wanted);
      }
      for (int j = 0; j < width; j++) {
        float scale = scales[from + j];
        rounded[row + j] = WeightRounding.round(wanted[j], scale, format.largest());
        errors[k][j] = weights[row + j] - (double) scale * rounded[row + j];
      }
    }
  }

  private static void add(double factor, double[] from, double[] to) {
    for (int j = 0; j < to.length; j++) {
      to[j] += factor * from[j];
    }
  }
}
