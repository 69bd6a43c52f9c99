package org.spikezip.pass.quantize;

import org.spikezip.ir.Tensor;

/** Compares outputs of two networks, sample by sample. Not thread-safe. */
final class FidelityCount {
  private long samples;
  private long rows;
  private long same;
  private double cosines;
  private boolean answers = true;

  /** Takes in the outputs for one sample, of the same shape. */
  void add(Tensor expected, Tensor found) {
    float[] a = expected.floats();
    float[] b = found.floats();
    samples++;
    cosines += cosine(a, b);
    int columns = expected.rank() == 0 ? 1 : expected.dim(-1);
    answers &= columns > 1 && a.length == columns;
    for (int row = 0; columns > 1 && row < a.length; row += columns) {
      rows++;
      same += largest(a, row, columns) == largest(b, row, columns) ? 1 : 0;
    }
  }

  private static int largest(float[] numbers, int from, int count) {
    int largest = 0;
    for (int i = 1; i < count; i++) {
      largest = numbers[from + i] > numbers[from + largest] ? i : largest;
    }
    return largest;
  }

  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double powerA = 0;
    double powerB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
      powerA += (double) a[i] * a[i];
      powerB += (double) b[i] * b[i];
    }
    return powerA == 0 || powerB == 0 ? 1 : product / Math.sqrt(powerA * powerB);
  }

  Fidelity result() {
    double cosine = samples == 0 ? 1 : cosines / samples;
    return new Fidelity(rows, same, cosine, answers && samples > 0);
  }
}
