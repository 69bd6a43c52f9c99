package org.spikezip.frontend.onnx;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spikezip.api.Executable;
import org.spikezip.api.SourceModel;
import org.spikezip.frontend.onnx.proto.GraphProto;
import org.spikezip.frontend.onnx.proto.ModelProto;
import org.spikezip.frontend.onnx.proto.NodeProto;
import org.spikezip.frontend.onnx.proto.ValueInfoProto;
import org.spikezip.frontend.onnx.runtime.OrtExecutable;
import org.spikezip.frontend.onnx.runtime.SessionSettings;
import org.spikezip.ir.Graph;

/** An ONNX file as a graph, and in ONNX Runtime. */
final class OnnxSource implements SourceModel {
  private final ModelFile file;
  private final Graph graph;

  OnnxSource(ModelFile file, Graph graph) {
    this.file = file;
    this.graph = graph;
  }

  @Override
  public Graph graph() {
    return graph;
  }

  /**
   * The file in ONNX Runtime, on one thread. Without inner values it runs as its users run it; with
   * them every operator runs as it is written, so that each value is what the model says.
   */
  @Override
  public Optional<Executable> original(List<String> values) {
    ByteBuffer taps = taps(values);
    SessionSettings settings = taps.hasRemaining() ? SessionSettings.LITERAL : SessionSettings.FAST;
    var folder = file.path().toAbsolutePath().getParent();
    return Optional.of(
        OrtExecutable.load(List.of(file.bytes(), taps), Map.of(), settings.withFolder(folder)));
  }

  /**
   * A piece of a model that lists more outputs. Two messages one after the other are read as one,
   * their lists joined, so that the file itself need not be rewritten.
   */
  private ByteBuffer taps(List<String> values) {
    GraphProto source = file.proto().getGraph();
    Set<String> made = new HashSet<>();
    for (NodeProto node : source.getNodeList()) {
      made.addAll(node.getOutputList());
    }
    source.getOutputList().forEach(output -> made.remove(output.getName()));
    made.remove("");
    GraphProto.Builder more = GraphProto.newBuilder();
    for (String name : new HashSet<>(values)) {
      if (made.contains(name)) {
        more.addOutput(ValueInfoProto.newBuilder().setName(name));
      }
    }
    return more.getOutputCount() == 0
        ? ByteBuffer.allocate(0)
        : ByteBuffer.wrap(ModelProto.newBuilder().setGraph(more).build().toByteArray());
  }

  @Override
  public void close() {
    // The mapped file goes with its last tensor.
  }
}
