package org.spikezip.api;

import java.util.List;
import java.util.Map;
import org.spikezip.ir.Tensor;

/** Inputs for a model, one map from input name to tensor each. Thread-safe. */
public interface Samples {
  int size();

  /**
   * One sample, with a batch axis of 1 where the model has a batch.
   *
   * @throws org.spikezip.ir.SpikezipException MALFORMED if it cannot be read
   */
  Map<String, Tensor> get(int index);

  /** What this is, for messages: a file name, or how it was made up. */
  String source();

  /** Samples from a list. */
  static Samples of(String source, List<Map<String, Tensor>> samples) {
    List<Map<String, Tensor>> copy = List.copyOf(samples);
    return new Samples() {
      @Override
      public int size() {
        return copy.size();
      }

      @Override
      public Map<String, Tensor> get(int index) {
        return copy.get(index);
      }

      @Override
      public String source() {
        return source;
      }
    };
  }
}
