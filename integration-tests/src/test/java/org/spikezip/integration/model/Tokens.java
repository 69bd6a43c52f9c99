package org.spikezip.integration.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.spikezip.api.Samples;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;

/** Made-up tokens for the tiny text models, of a given batch and length. */
final class Tokens {
  /** Of the tiny models. */
  private static final int VOCABULARY = 64;

  private Tokens() {}

  /** One sample: random ids; in all rows but the first the last token is padding. */
  static Map<String, Tensor> sample(Graph graph, int batch, int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Tensor> sample = new LinkedHashMap<>();
    for (Node input : graph.inputNodes()) {
      long[] values = new long[batch * length];
      for (int i = 0; i < values.length; i++) {
        boolean padding = i >= length && i % length == length - 1;
        values[i] =
            switch (input.name()) {
              case "input_ids" -> random.nextLong(VOCABULARY);
              case "attention_mask" -> padding ? 0 : 1;
              default -> 0;
            };
      }
      sample.put(input.name(), Tensor.of(values, batch, length));
    }
    return sample;
  }

  /** Samples of one row and of 5, 6, 7, … tokens. */
  static Samples samples(Graph graph, int count) {
    List<Map<String, Tensor>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(sample(graph, 1, 5 + i, i));
    }
    return Samples.of("made-up tokens", samples);
  }
}
