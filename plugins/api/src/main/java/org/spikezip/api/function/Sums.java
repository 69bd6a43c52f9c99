package org.spikezip.api.function;

/**
 * Reductions in the one order that all backends share: {@value #PARTIALS} strided partial sums,
 * then a fixed tree.
 *
 * <p>Element i is added to partial sum {@code i mod 16}, with i increasing, each partial sum
 * starting at +0. Then {@code p[j] += p[j + 8]} for j below 8, then the same with 4, 2 and 1; the
 * result is {@code p[0]}. Padding a row with +0 to a multiple of 16 changes no bit, since no
 * partial sum is ever -0.
 *
 * <p>Every method takes {@code n >= 0} elements from {@code a[offset]} on, the strided ones every
 * {@code stride}-th. The sum of nothing is 0.
 */
public final class Sums {
  /** The number of partial sums. */
  public static final int PARTIALS = 16;

  private Sums() {}

  /** Returns the sum of n elements. */
  public static float sum(float[] a, int offset, int n) {
    return sum(a, offset, 1, n);
  }

  /** Returns the sum of n elements, every stride-th. */
  public static float sum(float[] a, int offset, int stride, int n) {
    float[] p = new float[PARTIALS];
    for (int i = 0; i < n; i++) {
      p[i % PARTIALS] += a[offset + i * stride];
    }
    return tree(p);
  }

  /** Returns the sum of {@code d d} over n elements, where {@code d = element - mean}. */
  public static float sumOfSquaredDifferences(float[] a, int offset, int n, float mean) {
    return sumOfSquaredDifferences(a, offset, 1, n, mean);
  }

  /** Returns the sum of {@code d d}, {@code d = element - mean}, over every stride-th element. */
  public static float sumOfSquaredDifferences(
      float[] a, int offset, int stride, int n, float mean) {
    float[] p = new float[PARTIALS];
    for (int i = 0; i < n; i++) {
      float d = a[offset + i * stride] - mean;
      p[i % PARTIALS] += d * d;
    }
    return tree(p);
  }

  /** Returns the largest of n elements; -Inf for none, NaN if one is NaN, and +0 above -0. */
  public static float max(float[] a, int offset, int n) {
    return max(a, offset, 1, n);
  }

  /** Returns the largest of every stride-th element, as {@link #max(float[], int, int)}. */
  public static float max(float[] a, int offset, int stride, int n) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      max = Math.max(max, a[offset + i * stride]);
    }
    return max;
  }

  private static float tree(float[] p) {
    for (int half = PARTIALS / 2; half > 0; half /= 2) {
      for (int j = 0; j < half; j++) {
        p[j] += p[j + half];
      }
    }
    return p[0];
  }
}
