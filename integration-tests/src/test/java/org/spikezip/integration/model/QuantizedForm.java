package org.spikezip.integration.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.spikezip.api.Samples;
import org.spikezip.integration.Repository;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;

/**
 * A fixture in one of the forms of quantization, and what is known of it.
 *
 * @param name file name without its ending, within {@code quantized}
 * @param kind how its activations are quantized
 * @param products how many products become integer products
 */
record QuantizedForm(String name, Kind kind, int products) {
  /** How activations are quantized. */
  enum Kind {
    /** By the source, with thresholds of its own. */
    STATIC,
    /** By the source, anew for every input. */
    DYNAMIC,
    /** Not: only weights are. */
    WEIGHTS
  }

  /** Every fixture of quantization. */
  static List<QuantizedForm> all() {
    return Stream.of(
            of(Kind.STATIC, 2, "mlp-qoperator", "mlp-qoperator-channel", "mlp-qdq-s16"),
            of(Kind.STATIC, 2, "mlp-qdq-channel", "mlp-qdq-blocks", "qcdq-signed", "qcdq-relu"),
            of(Kind.STATIC, 2, "mlp-torch-fake", "mlp-torch-fake-narrow"),
            of(Kind.STATIC, 2, "mlp-affine-inside-legacy", "mlp-affine-inside-dynamo"),
            of(Kind.STATIC, 2, "mlp-affine-outside-legacy", "mlp-affine-outside-dynamo"),
            of(Kind.STATIC, 2, "conv-qdq-s8"),
            of(Kind.STATIC, 4, "cnn-qoperator", "cnn-qdq", "grouped-qoperator", "grouped-qdq"),
            of(Kind.STATIC, 16, "bert-qoperator", "bert-qdq", "bert-qdq-asymmetric"),
            of(Kind.STATIC, 16, "bert-qdq-u16", "bert-qdq-w4"),
            of(Kind.STATIC, 8, "bert-qdq-partly"),
            of(Kind.STATIC, 26, "vit-qoperator"),
            of(Kind.DYNAMIC, 2, "conv-dynamic"),
            of(Kind.DYNAMIC, 16, "bert-dynamic", "bert-dynamic-fused"),
            of(Kind.DYNAMIC, 12, "bert-qattention"),
            of(Kind.WEIGHTS, 16, "bert-nbits4", "bert-nbits4-symmetric", "bert-nbits8"),
            of(Kind.WEIGHTS, 16, "bert-nbits4-table", "bert-qdq-blocks"))
        .flatMap(List::stream)
        .toList();
  }

  private static List<QuantizedForm> of(Kind kind, int products, String... names) {
    return Stream.of(names).map(name -> new QuantizedForm(name, kind, products)).toList();
  }

  Path model() {
    return Repository.fixture("quantized/" + name + ".onnx");
  }

  /** Data to compile with; empty for a model that needs none. */
  Optional<Samples> calibration(Graph graph) {
    return kind == Kind.STATIC ? Optional.empty() : Optional.of(samples(graph, 16, 1000));
  }

  /** Made-up inputs; images are those of the fixtures, then the same with noise added. */
  Samples samples(Graph graph, int count, int first) {
    List<Map<String, Tensor>> samples = new ArrayList<>();
    String input = graph.inputNodes().get(0).name();
    if (input.equals("pixels")) {
      return new NoisyImages(ModelCase.images(graph, Integer.MAX_VALUE), count);
    }
    for (int i = first; i < first + count; i++) {
      samples.add(input.equals("x") ? numbers(graph, i) : Tokens.sample(graph, 1, 5 + i % 12, i));
    }
    return Samples.of("made-up inputs", samples);
  }

  /** Normal numbers, one row. */
  private static Map<String, Tensor> numbers(Graph graph, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Node input = graph.inputNodes().get(0);
    int[] dims =
        input.fact().shape().dims().stream()
            .mapToInt(d -> d.isFixed() ? (int) d.size() : 1)
            .toArray();
    float[] values = new float[product(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Map.of(input.name(), Tensor.of(values, dims));
  }

  private static int product(int[] dims) {
    int product = 1;
    for (int dim : dims) {
      product *= dim;
    }
    return product;
  }

  @Override
  public String toString() {
    return name;
  }
}
