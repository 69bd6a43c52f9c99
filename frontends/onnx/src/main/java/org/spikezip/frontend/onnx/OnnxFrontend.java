package org.spikezip.frontend.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.spikezip.api.Frontend;
import org.spikezip.api.SourceModel;
import org.spikezip.frontend.onnx.importer.GraphImporter;
import org.spikezip.frontend.onnx.proto.ModelProto;
import org.spikezip.frontend.onnx.proto.OperatorSetIdProto;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;

/** Reads {@code .onnx} files, with external data if they have any. */
public final class OnnxFrontend implements Frontend {
  @Override
  public String id() {
    return "onnx";
  }

  @Override
  public String description() {
    return "ONNX models, opset 11 and later, float or quantized, with external data";
  }

  /**
   * A ModelProto starts with its IR version, a small number; other files called .onnx count too.
   */
  @Override
  public boolean accepts(Path model) {
    try (InputStream in = Files.newInputStream(model)) {
      byte[] head = in.readNBytes(2);
      boolean starts = head.length == 2 && head[0] == 0x08 && head[1] > 0 && head[1] < 64;
      Path name = model.getFileName();
      return starts || (name != null && name.toString().toLowerCase(Locale.ROOT).endsWith(".onnx"));
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public SourceModel open(Path model) {
    try {
      ModelFile file = ModelFile.read(model);
      TensorReader tensors = new TensorReader(model);
      Graph graph = GraphImporter.run(file.proto(), tensors, metadata(file));
      return new OnnxSource(file, graph);
    } catch (SpikezipException e) {
      throw e.in(name(model));
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      // Numbers of the file that make no sense together, found where they were used.
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          name(model) + ": the model contradicts itself: " + e.getMessage(),
          "check it with onnx.checker and export it again",
          e);
    }
  }

  private static String name(Path model) {
    Path name = model.getFileName();
    return name == null ? model.toString() : name.toString();
  }

  private static Map<String, String> metadata(ModelFile file) {
    ModelProto proto = file.proto();
    Map<String, String> metadata = new HashMap<>();
    metadata.put("source.format", "onnx");
    metadata.put("source.file", name(file.path()));
    metadata.put("source.sha256", file.sha256());
    metadata.put("source.ir_version", Long.toString(proto.getIrVersion()));
    for (OperatorSetIdProto set : proto.getOpsetImportList()) {
      if (set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx")) {
        metadata.put("source.opset", Long.toString(set.getVersion()));
      }
    }
    String producer = (proto.getProducerName() + " " + proto.getProducerVersion()).strip();
    if (!producer.isEmpty()) {
      metadata.put("source.producer", producer);
    }
    return metadata;
  }
}
