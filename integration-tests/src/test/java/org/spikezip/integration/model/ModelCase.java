package org.spikezip.integration.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.spikezip.api.Samples;
import org.spikezip.cli.data.ArraySamples;
import org.spikezip.cli.data.NumpyFile;
import org.spikezip.host.sample.RandomSamples;
import org.spikezip.integration.Repository;
import org.spikezip.ir.Graph;

/**
 * A model of the suite and the data for it.
 *
 * @param name file name without its ending, within the fixtures
 * @param calibration data to compile with; empty for a model that is quantized
 * @param samples data to prove on
 */
record ModelCase(
    String name, Optional<Function<Graph, Samples>> calibration, Function<Graph, Samples> samples) {
  private static final int IMAGES = 4;

  /** Every value of these is quantized, at 256 levels, so they take ten times as long. */
  private static final int IMAGES_QUANTIZED = 2;

  /** All models of the suite. */
  static List<ModelCase> all() {
    return List.of(
        small("mlp", graph -> RandomSamples.of(graph, 16, 1)),
        small("conv-tiny", graph -> RandomSamples.of(graph, 16, 1)),
        small("host-op", graph -> RandomSamples.of(graph, 16, 1)),
        small("bert-tiny-legacy", graph -> Tokens.samples(graph, 16)),
        small("bert-tiny-dynamo", graph -> Tokens.samples(graph, 16)),
        small("gpt-tiny", graph -> Tokens.samples(graph, 16)),
        small("llama-tiny", graph -> Tokens.samples(graph, 16)),
        vit("vit-legacy"),
        vit("vit-dynamo"),
        quantizedVit("vit-qdq"),
        quantizedVit("vit-qdq-s8"));
  }

  /** The case of this name. */
  static ModelCase named(String name) {
    return all().stream().filter(c -> c.name().endsWith(name)).findFirst().orElseThrow();
  }

  private static ModelCase small(String name, Function<Graph, Samples> calibration) {
    String file = "small/" + name;
    return new ModelCase(
        file, Optional.of(calibration), graph -> arrays(file + ".npz", graph, Integer.MAX_VALUE));
  }

  private static ModelCase vit(String name) {
    return new ModelCase(
        name,
        Optional.of(graph -> arrays("fashion-mnist-calibration.npz", graph, 32)),
        graph -> images(graph, IMAGES));
  }

  private static ModelCase quantizedVit(String name) {
    return new ModelCase(name, Optional.empty(), graph -> images(graph, IMAGES_QUANTIZED));
  }

  /** The first test images. */
  static Samples images(Graph graph, int limit) {
    return arrays("fashion-mnist-test.npz", graph, limit);
  }

  private static Samples arrays(String file, Graph graph, int limit) {
    return ArraySamples.of(NumpyFile.read(Repository.fixture(file)), graph, OptionalInt.of(limit));
  }

  Path model() {
    return Repository.fixture(name + ".onnx");
  }

  @Override
  public String toString() {
    return name;
  }
}
