package org.spikezip.backend.nir;

import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** Whole sums of a synapse over codes less their least ones. */
final class WholeSums {
  /** Whole numbers up to this are exact in float32, and so are sums of them in any order. */
  private static final long MOST_EXACT = 1L << 24;

  private final float[][] rows;
  private final float[] rest;

  private WholeSums(float[][] rows, float[] rest) {
    this.rows = rows;
    this.rest = rest;
  }

  /**
   * The sums of some weights; turns the sign of columns with a scale below 0.
   *
   * @param weights {@code [in][out]}, flat
   * @param scale by column; none is below 0 afterwards
   * @throws SpikezipException UNSUPPORTED if float32 cannot hold all sums
   */
  static WholeSums of(int[] weights, float[] scale, Levels levels) {
    float[][] rows = new float[scale.length][levels.width()];
    float[] rest = new float[scale.length];
    for (int j = 0; j < scale.length; j++) {
      int sign = scale[j] < 0 ? -1 : 1;
      scale[j] *= sign;
      long bound = 0;
      long least = 0;
      for (int k = 0; k < levels.width(); k++) {
        long weight = (long) sign * weights[k * scale.length + j];
        rows[j][k] = weight;
        bound += Math.abs(weight) * levels.reach(k);
        least += weight * levels.least(k);
      }
      rest[j] = least;
      if (bound + Math.abs(least) > MOST_EXACT) {
        throw new SpikezipException(
            ErrorCode.UNSUPPORTED, "no sums beyond the whole numbers that are exact in float32");
      }
    }
    return new WholeSums(rows, rest);
  }

  /** Weights, {@code [out][in]}. */
  float[][] rows() {
    return rows;
  }

  /** What the least codes add to each sum. */
  float[] rest() {
    return rest;
  }
}
