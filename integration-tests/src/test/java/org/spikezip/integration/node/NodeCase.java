package org.spikezip.integration.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.spikezip.frontend.onnx.TensorReader;
import org.spikezip.frontend.onnx.proto.ModelProto;
import org.spikezip.frontend.onnx.proto.TensorProto;
import org.spikezip.frontend.onnx.proto.ValueInfoProto;
import org.spikezip.ir.Tensor;

/**
 * A model of one operator, or a few, with data.
 *
 * @param folder {@code model.onnx} and {@code test_data_set_0/{input,output}_N.pb}
 */
record NodeCase(Path folder) {
  /** Unpacks an archive of cases; sorted by name. */
  static List<NodeCase> unpack(Path zip, Path folder) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      ZipEntry entry;
      while ((entry = in.getNextEntry()) != null) {
        Path file = folder.resolve(entry.getName()).normalize();
        if (!entry.isDirectory() && file.startsWith(folder)) {
          Files.createDirectories(file.getParent());
          Files.copy(in, file);
        }
      }
    }
    try (Stream<Path> folders = Files.list(folder)) {
      return folders.map(NodeCase::new).sorted(Comparator.comparing(NodeCase::name)).toList();
    }
  }

  String name() {
    return folder.getFileName().toString();
  }

  Path model() {
    return folder.resolve("model.onnx");
  }

  /** What goes in, by name. */
  Map<String, Tensor> inputs() throws IOException {
    return tensors("input", proto().getGraph().getInputList());
  }

  /** What must come out, by name, in order. */
  Map<String, Tensor> expected() throws IOException {
    return tensors("output", proto().getGraph().getOutputList());
  }

  private ModelProto proto() throws IOException {
    try (InputStream in = Files.newInputStream(model())) {
      return ModelProto.parseFrom(in);
    }
  }

  private Map<String, Tensor> tensors(String kind, List<ValueInfoProto> values) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      ValueInfoProto value = values.get(i);
      if (!value.getType().hasTensorType()) {
        throw new UnsupportedOperationException(kind + " is no tensor");
      }
      Path file = folder.resolve("test_data_set_0").resolve(kind + "_" + i + ".pb");
      try (InputStream in = Files.newInputStream(file)) {
        tensors.put(value.getName(), new TensorReader(file).read(TensorProto.parseFrom(in)));
      }
    }
    return tensors;
  }
}
