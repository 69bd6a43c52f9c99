package org.spikezip.integration.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.spikezip.api.Options;
import org.spikezip.api.Samples;
import org.spikezip.api.SourceModel;
import org.spikezip.cli.data.NumpyFile;
import org.spikezip.host.Spikezip;
import org.spikezip.integration.Repository;
import org.spikezip.ir.Tensor;

/**
 * One form of a model of the folder torch, with its inputs and what torch answers.
 *
 * @param model such as {@code vit}
 * @param file such as {@code vit.core.pt2}
 * @param arrays inputs by name, and {@code output} or {@code output_0}, …
 */
record TorchFixture(String model, Path file, Map<String, Tensor> arrays) {
  private static final Path FOLDER = Repository.fixture("torch");

  /** All of them in the order of their names. */
  static List<TorchFixture> all() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(f -> !f.toString().endsWith(".npz"))
          .sorted(Comparator.comparing(Path::toString))
          .map(TorchFixture::of)
          .toList();
    }
  }

  static TorchFixture named(String file) {
    return of(FOLDER.resolve(file));
  }

  private static TorchFixture of(Path file) {
    String name = file.getFileName().toString();
    String model = name.substring(0, name.indexOf('.'));
    Map<String, Tensor> arrays =
        new TreeMap<>(NumpyFile.read(FOLDER.resolve(model + ".npz")).arrays());
    return new TorchFixture(model, file, arrays);
  }

  private Map<String, Tensor> part(boolean outputs) {
    return arrays.entrySet().stream()
        .filter(e -> e.getKey().startsWith("output") == outputs)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  Map<String, Tensor> inputs() {
    return part(false);
  }

  Map<String, Tensor> outputs() {
    return part(true);
  }

  Samples samples() {
    return Samples.of(file.toString(), List.of(inputs()));
  }

  /** The inputs' shapes and types: scripted and frozen modules say nothing of them. */
  Options shapes() {
    return Options.NONE.with(
        "shape",
        inputs().entrySet().stream()
            .map(e -> e.getKey() + "=" + sizes(e.getValue()) + ":" + e.getValue().type().symbol())
            .sorted()
            .collect(Collectors.joining(",")));
  }

  private static String sizes(Tensor tensor) {
    return IntStream.of(tensor.dims()).mapToObj(Integer::toString).collect(Collectors.joining("x"));
  }

  SourceModel open(Spikezip spikezip) {
    return spikezip.openModel(file, shapes());
  }

  CompiledModel compile(Spikezip spikezip, SourceModel source) {
    return new CompiledModel(
        spikezip,
        source,
        spikezip.compile(source, shapes(), Optional.of(samples()), org.spikezip.api.Progress.NONE));
  }

  @Override
  public String toString() {
    return file.getFileName().toString();
  }
}
