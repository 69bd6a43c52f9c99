package org.spikezip.host.verify;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/** Measures how much outputs of two networks agree. */
final class Outputs {
  /**
   * Rows of the last axis and how many of them have their largest element at the same place; of
   * equal ones the first counts.
   */
  record Rows(long agreeing, long all) {
    static final Rows NONE = new Rows(0, 0);

    Rows plus(Rows other) {
      return new Rows(agreeing + other.agreeing, all + other.all);
    }

    /** From 0 to 1; 1 where there is nothing to disagree on. */
    double share() {
      return all == 0 ? 1 : (double) agreeing / all;
    }
  }

  private Outputs() {}

  /** The name of the first output of floats. */
  static Optional<String> firstFloat(Graph graph) {
    return graph.outputs().stream()
        .filter(o -> graph.fact(o.value()).type().isFloat())
        .map(GraphOutput::name)
        .findFirst();
  }

  /**
   * The output of this name of another model.
   *
   * @throws SpikezipException MALFORMED if it has none, or one of another shape
   */
  static Tensor matching(String name, Tensor ours, Map<String, Tensor> theirs, String model) {
    Tensor tensor = theirs.get(name);
    if (tensor == null || !Arrays.equals(tensor.dims(), ours.dims())) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "output \""
              + name
              + "\" of the "
              + model
              + ": expected "
              + ours
              + ", found "
              + (tensor == null ? "none; it has " + theirs.keySet() : tensor),
          "give the model that the network was compiled from");
    }
    return tensor;
  }

  static Rows top1(Tensor a, Tensor b) {
    float[] x = a.floats();
    float[] y = b.floats();
    int width = a.rank() == 0 ? 1 : a.dim(-1);
    if (width == 0) {
      return Rows.NONE;
    }
    long agreeing = 0;
    for (int row = 0; row < x.length / width; row++) {
      agreeing += largest(x, row * width, width) == largest(y, row * width, width) ? 1 : 0;
    }
    return new Rows(agreeing, x.length / width);
  }

  private static int largest(float[] values, int from, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (values[from + i] > values[from + best]) {
        best = i;
      }
    }
    return best;
  }

  /** Infinite where only one of them is a number. */
  static double maxAbsDiff(Tensor a, Tensor b) {
    float[] x = a.floats();
    float[] y = b.floats();
    double max = 0;
    for (int i = 0; i < x.length; i++) {
      if (Float.compare(x[i], y[i]) != 0) {
        double difference = Math.abs((double) x[i] - y[i]);
        max = Math.max(max, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
      }
    }
    return max;
  }

  /** The cosine of the angle between both, flattened; of two null vectors 1, of one 0. */
  static double cosine(Tensor a, Tensor b) {
    float[] x = a.floats();
    float[] y = b.floats();
    double product = 0;
    double xx = 0;
    double yy = 0;
    for (int i = 0; i < x.length; i++) {
      product += (double) x[i] * y[i];
      xx += (double) x[i] * x[i];
      yy += (double) y[i] * y[i];
    }
    if (xx == 0 || yy == 0) {
      return xx == yy ? 1 : 0;
    }
    return product / Math.sqrt(xx * yy);
  }
}
