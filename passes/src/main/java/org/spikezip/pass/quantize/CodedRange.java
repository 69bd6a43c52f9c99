package org.spikezip.pass.quantize;

/**
 * Threshold and range of one group.
 *
 * @param theta the threshold, greater than 0
 * @param min S_min
 * @param max S_max
 */
record CodedRange(float theta, int min, int max) {
  /** The code of a number, ties to even. */
  int code(double x) {
    return (int) Math.max(min, Math.min(max, Math.rint(x / theta)));
  }
}
