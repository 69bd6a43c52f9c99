package org.spikezip.cli.demo;

import java.util.Map;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/** What a sentence means to a model: the mean over its tokens. */
final class Embedding {
  private final float[] values;

  private Embedding(float[] values) {
    this.values = values;
  }

  /**
   * The embedding of one sentence, from the first float output, {@code [1,tokens,width]} or {@code
   * [1,width]}.
   */
  static Embedding of(Map<String, Tensor> outputs) {
    Tensor output =
        outputs.values().stream()
            .filter(t -> t.type().isFloat() && t.rank() >= 2)
            .findFirst()
            .orElseThrow(
                () ->
                    new SpikezipException(
                        ErrorCode.UNSUPPORTED,
                        "the model is no sentence encoder: expected an output [1,tokens,width],"
                            + " found "
                            + outputs.values()));
    int width = output.dim(-1);
    float[] all = output.floats();
    float[] mean = new float[width];
    for (int i = 0; i < all.length; i++) {
      mean[i % width] += all[i] * width / all.length;
    }
    return new Embedding(mean);
  }

  /** The cosine of the angle between both. */
  double cosine(Embedding other) {
    double product = 0;
    double own = 0;
    double theirs = 0;
    for (int i = 0; i < values.length; i++) {
      product += (double) values[i] * other.values[i];
      own += (double) values[i] * values[i];
      theirs += (double) other.values[i] * other.values[i];
    }
    return product / Math.sqrt(own * theirs);
  }
}
