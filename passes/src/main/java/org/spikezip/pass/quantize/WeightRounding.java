package org.spikezip.pass.quantize;

import org.spikezip.ir.Tensor;

/** Rounds a matrix of numbers, column by column, to symmetric integers with a scale a column. */
final class WeightRounding {
  /** The share of a column's largest weight that the largest integer stands for. */
  private static final double[] CUTS = {
    1, 0.97, 0.94, 0.91, 0.88, 0.85, 0.82, 0.79, 0.76, 0.73, 0.7, 0.65, 0.6
  };

  private WeightRounding() {}

  /**
   * Rounds to nearest under the scale of least weighted squared error.
   *
   * @param weights row-major, {@code [K,N]}
   * @param importance how much an error in each row counts, K numbers
   * @param columns N
   */
  static IntegerWeights nearest(
      double[] weights, double[] importance, int columns, WeightFormat format) {
    int rows = importance.length;
    long[] rounded = new long[weights.length];
    float[] scales = new float[columns];
    double[] column = new double[rows];
    for (int j = 0; j < columns; j++) {
      double largest = 0;
      for (int k = 0; k < rows; k++) {
        column[k] = weights[k * columns + j];
        largest = Math.max(largest, Math.abs(column[k]));
      }
      scales[j] = scale(column, importance, largest, format);
      for (int k = 0; k < rows; k++) {
        rounded[k * columns + j] = round(column[k], scales[j], format.largest());
      }
    }
    return new IntegerWeights(
        Tensor.ofLongs(format.type(), rounded, rows, columns), Tensor.of(scales, columns));
  }

  private static float scale(
      double[] column, double[] importance, double largest, WeightFormat format) {
    if (largest == 0) {
      return 1;
    }
    // Only the coarse format gains more by finer steps than it loses by clipping.
    int candidates = format == WeightFormat.INT8 ? CUTS.length : 1;
    float best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < candidates; i++) {
      float scale = Math.max((float) (largest * CUTS[i] / format.largest()), Float.MIN_NORMAL);
      double error = 0;
      for (int k = 0; k < column.length && error < least; k++) {
        double e = column[k] - (double) scale * round(column[k], scale, format.largest());
        error += importance[k] * e * e;
      }
      if (error < least) {
        least = error;
        best = scale;
      }
    }
    return best;
  }

  private static long round(double x, float scale, int largest) {
    return (long) Math.max(-largest, Math.min(largest, Math.rint(x / scale)));
  }
}
