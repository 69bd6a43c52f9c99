package org.spikezip.pass.quantize;

import org.spikezip.ir.Tensor;

/** Rounds a matrix of numbers, column by column, to symmetric integers with a scale a column. */
final class WeightRounding {
  /** The share of a column's largest weight that the largest integer stands for. */
  private static final double[] CUTS = {
    1, 0.97, 0.94, 0.91, 0.88, 0.85, 0.82, 0.79, 0.76, 0.73, 0.7, 0.65, 0.6, 0.55, 0.5, 0.45
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
    float[] scales = scales(weights, importance, columns, format);
    long[] rounded = new long[weights.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = round(weights[i], scales[i % columns], format.largest());
    }
    return new IntegerWeights(
        Tensor.ofLongs(format.type(), rounded, importance.length, columns),
        Tensor.of(scales, columns));
  }

  /** The scale of each column under which rounding to nearest has the least weighted error. */
  static float[] scales(double[] weights, double[] importance, int columns, WeightFormat format) {
    int rows = importance.length;
    float[] scales = new float[columns];
    double[] column = new double[rows];
    for (int j = 0; j < columns; j++) {
      double largest = 0;
      for (int k = 0; k < rows; k++) {
        column[k] = weights[k * columns + j];
        largest = Math.max(largest, Math.abs(column[k]));
      }
      scales[j] = scale(column, importance, largest, format);
    }
    return scales;
  }

  private static float scale(
      double[] column, double[] importance, double largest, WeightFormat format) {
    if (largest == 0) {
      return 1;
    }
    // Only coarse formats gain more by finer steps than they lose by clipping.
    int candidates = format.largest() <= Byte.MAX_VALUE ? CUTS.length : 1;
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

  static long round(double x, float scale, int largest) {
    return (long) Math.max(-largest, Math.min(largest, Math.rint(x / scale)));
  }
}
