package org.spikezip.pass.quantize;

import java.util.Optional;
import org.spikezip.ir.Tensor;

/**
 * Finds the integers that float weights were made of: fake quantization of weights is folded when a
 * model is exported, and leaves multiples of a step, {@code w = step·n} in float, a step a column.
 */
final class WeightGrid {
  /** Of a quotient that should be whole, relative: two roundings of its operands. */
  private static final double SLACK = 0x1p-22;

  private static final int LARGEST = Short.MAX_VALUE;

  private WeightGrid() {}

  /**
   * Integers of at most 16 bits and a step a column that give these weights again, bit for bit or
   * to the next float.
   *
   * @param weights f32 {@code [K,N]}, finite
   * @return empty if some column has no such step
   */
  static Optional<IntegerWeights> of(Tensor weights) {
    int rows = weights.dim(0);
    int columns = weights.dim(1);
    float[] values = weights.floats();
    float[] steps = new float[columns];
    long[] integers = new long[values.length];
    float[] column = new float[rows];
    for (int j = 0; j < columns; j++) {
      for (int k = 0; k < rows; k++) {
        column[k] = values[k * columns + j];
      }
      steps[j] = step(column);
      if (steps[j] == 0) {
        return Optional.empty();
      }
      for (int k = 0; k < rows; k++) {
        integers[k * columns + j] = Math.round((double) column[k] / steps[j]);
      }
    }
    return Optional.of(
        new IntegerWeights(
            Tensor.ofLongs(QdqWeights.narrowest(integers), integers, rows, columns),
            Tensor.of(steps, columns)));
  }

  /** The largest step of which all are multiples; 1 for zeros, 0 if there is none. */
  private static float step(float[] column) {
    double smallest = Double.POSITIVE_INFINITY;
    double largest = 0;
    for (float w : column) {
      double size = Math.abs(w);
      smallest = size > 0 ? Math.min(smallest, size) : smallest;
      largest = Math.max(largest, size);
    }
    if (largest == 0) {
      return 1;
    }
    for (int n = 1; largest / smallest * n <= LARGEST + 0.5; n++) {
      if (isGrid(column, smallest / n)) {
        float step = refined(column, smallest / n);
        if (step > 0) {
          return step;
        }
      }
    }
    return 0;
  }

  private static boolean isGrid(float[] column, double step) {
    for (float w : column) {
      double n = w / step;
      if (Math.abs(n - Math.rint(n)) > SLACK * Math.abs(n)) {
        return false;
      }
    }
    return true;
  }

  /** The float nearest to all that this step can be; 0 if it does not give the weights again. */
  private static float refined(float[] column, double guess) {
    double least = 0;
    double most = Double.POSITIVE_INFINITY;
    for (float w : column) {
      double n = Math.rint(Math.abs(w) / guess);
      if (n > 0) {
        double half = Math.ulp(w) / 2.0;
        least = Math.max(least, (Math.abs(w) - half) / n);
        most = Math.min(most, (Math.abs(w) + half) / n);
      }
    }
    float middle = (float) ((least + most) / 2);
    float[] near = {middle, Math.nextDown(middle), Math.nextUp(middle)};
    for (int ulps = 0; ulps <= 1; ulps++) {
      for (float step : near) {
        if (step >= Float.MIN_NORMAL && reproduces(column, step, ulps)) {
          return step;
        }
      }
    }
    return 0;
  }

  private static boolean reproduces(float[] column, float step, int ulps) {
    for (float w : column) {
      long n = Math.round((double) w / step);
      if (Math.abs(n) > LARGEST || Math.abs(n * step - w) > ulps * Math.ulp(w)) {
        return false;
      }
    }
    return true;
  }
}
