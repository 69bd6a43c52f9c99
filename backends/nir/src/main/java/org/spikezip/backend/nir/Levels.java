package org.spikezip.backend.nir;

import java.util.Arrays;
import org.spikezip.api.function.Codes;
import org.spikezip.ir.op.Rounding;

/**
 * A quantizer as thresholds: level k of a channel tells whether its code is at least {@code S_min +
 * k}. A code never falls when what its node carries rises, so each level is one comparison, and the
 * float to compare with is found by bisection over all floats: ties, the division by θ and what
 * comes before it are in it.
 */
final class Levels {
  private final Rounding rounding;
  private final float[] theta;
  private final int[] least;
  private final int[] most;

  /**
   * Levels of a row.
   *
   * @param rounding what happens to ties
   * @param theta by channel
   * @param least S_min by channel
   * @param most S_max by channel
   */
  Levels(Rounding rounding, float[] theta, int[] least, int[] most) {
    this.rounding = rounding;
    this.theta = theta;
    this.least = least;
    this.most = most;
  }

  /** Those of some of the channels. */
  Levels selected(Selection selection) {
    return new Levels(rounding, selection.of(theta), selection.of(least), selection.of(most));
  }

  /** Channels. */
  int width() {
    return theta.length;
  }

  int least(int channel) {
    return least[channel];
  }

  /** S_min by channel. */
  float[] leastCodes() {
    float[] codes = new float[least.length];
    for (int j = 0; j < codes.length; j++) {
      codes[j] = least[j];
    }
    return codes;
  }

  /** How far a channel's code can be above its least one. */
  int reach(int channel) {
    return most[channel] - least[channel];
  }

  /** How many levels there are; at least one, so that the graph hangs together. */
  int count() {
    int reach = 1;
    for (int j = 0; j < theta.length; j++) {
      reach = Math.max(reach, reach(j));
    }
    return reach;
  }

  /**
   * Thresholds of a level by channel: the largest float whose code is less, −∞ if there is none, ∞
   * if all are.
   *
   * @param level from 1
   */
  float[] thresholds(Carried.Floats operand, int level) {
    float[] all = new float[theta.length];
    Arrays.fill(all, Float.POSITIVE_INFINITY);
    for (int j = 0; j < all.length; j++) {
      if (least[j] + level <= most[j]) {
        all[j] = threshold(operand, j, least[j] + level);
      }
    }
    return all;
  }

  private float threshold(Carried.Floats operand, int channel, int code) {
    int below = key(Float.NEGATIVE_INFINITY);
    int above = key(Float.POSITIVE_INFINITY);
    while ((long) above - below > 1) {
      int middle = (int) (((long) below + above) >> 1);
      float value = operand.at(channel, ofKey(middle));
      if (Codes.code(rounding, value, theta[channel], least[channel], most[channel]) < code) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return above == key(Float.POSITIVE_INFINITY) ? Float.POSITIVE_INFINITY : ofKey(below);
  }

  /** A whole number for each float, in the same order. */
  private static int key(float x) {
    int bits = Float.floatToRawIntBits(x);
    return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
  }

  private static float ofKey(int key) {
    return Float.intBitsToFloat(key >= 0 ? key : key ^ Integer.MAX_VALUE);
  }
}
