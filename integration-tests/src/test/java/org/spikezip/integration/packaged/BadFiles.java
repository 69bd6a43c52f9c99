package org.spikezip.integration.packaged;

import static org.spikezip.integration.Repository.fixture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.spikezip.cli.data.NpzWriter;
import org.spikezip.ir.Tensor;

/** Files with something wrong in them, made in one folder. */
record BadFiles(Path folder) {
  /** Where an artifact has its format version; see the package of the artifact. */
  private static final int VERSION_OFFSET = 8;

  Path truncated(String model) throws IOException {
    byte[] bytes = Files.readAllBytes(fixture(model));
    return write("truncated.onnx", Arrays.copyOf(bytes, bytes.length / 2));
  }

  Path text(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** A model without the file that holds its weights. */
  Path withoutExternalData() throws IOException {
    return write("vit-dynamo.onnx", Files.readAllBytes(fixture("vit-dynamo.onnx")));
  }

  Path array(String name, String input, Tensor tensor) {
    Path file = folder.resolve(name);
    NpzWriter.write(file, List.of(Map.of(input, tensor)));
    return file;
  }

  /** The network as a later version of spikezip might write it. */
  Path ofNewerVersion(Path network) throws IOException {
    byte[] bytes = Files.readAllBytes(network);
    bytes[VERSION_OFFSET]++;
    return write("newer.snn", bytes);
  }

  Path truncatedNetwork(Path network) throws IOException {
    byte[] bytes = Files.readAllBytes(network);
    return write("truncated.snn", Arrays.copyOf(bytes, bytes.length - 1));
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }
}
