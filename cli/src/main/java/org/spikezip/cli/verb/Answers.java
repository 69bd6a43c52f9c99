package org.spikezip.cli.verb;

import java.util.Map;
import org.spikezip.ir.Tensor;

/** What outputs answer: the place of the largest element of each row of the first float output. */
final class Answers {
  private Answers() {}

  /** One number a row of the last axis; of equal elements the first counts. */
  static int[] of(Map<String, Tensor> outputs) {
    for (Tensor output : outputs.values()) {
      if (output.type().isFloat()) {
        return of(output.floats(), output.rank() == 0 ? 1 : output.dim(-1));
      }
    }
    return new int[0];
  }

  private static int[] of(float[] values, int width) {
    int[] answers = new int[width == 0 ? 0 : values.length / width];
    for (int row = 0; row < answers.length; row++) {
      for (int i = 1; i < width; i++) {
        if (values[row * width + i] > values[row * width + answers[row]]) {
          answers[row] = i;
        }
      }
    }
    return answers;
  }
}
