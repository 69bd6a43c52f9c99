package org.spikezip.pass.quantize;

import java.util.Locale;

/**
 * How near the first float output of the quantized network comes to that of the float network.
 *
 * @param rows rows of two or more numbers that were compared
 * @param same how many of them have their largest number at the same place
 * @param cosine between the outputs, flattened; mean over the samples
 * @param answers whether the output is a row of scores a sample, so that {@code same} means answers
 */
record Fidelity(long rows, long same, double cosine, boolean answers) {
  /** The share of the same answers. */
  double agreement() {
    return rows == 0 ? 1 : (double) same / rows;
  }

  /** What a target is held against: the agreement of answers, else the cosine. */
  double kept() {
    return answers ? agreement() : cosine;
  }

  /** One sentence. */
  String describe() {
    return answers
        ? String.format(
            Locale.ROOT,
            "on the calibration data %.1f%% of the answers are those of the float model, cosine"
                + " %.4f",
            100 * agreement(),
            cosine)
        : String.format(
            Locale.ROOT,
            "on the calibration data the mean cosine to the float model is %.4f",
            cosine);
  }
}
