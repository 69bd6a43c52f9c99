package org.spikezip.backend.onnx;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spikezip.api.Exported;
import org.spikezip.api.Options;
import org.spikezip.api.Schedule;
import org.spikezip.frontend.onnx.proto.AttributeProto;
import org.spikezip.frontend.onnx.proto.GraphProto;
import org.spikezip.frontend.onnx.proto.ModelProto;
import org.spikezip.frontend.onnx.proto.NodeProto;
import org.spikezip.frontend.onnx.proto.StringStringEntryProto;
import org.spikezip.frontend.onnx.proto.TensorProto;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.artifact.AtomicFile;
import org.spikezip.ir.op.Neuron;

/**
 * Writes a spiking network as ONNX files that any runtime of ONNX runs.
 *
 * <p>Options: {@code form}, {@code loop} (one file that runs to the end), {@code step} (a step with
 * its state, and the first state) or {@code qdq} (the quantized network); {@code schedule}, {@code
 * max-spike}, and for the loop {@code steps} (0: until rest).
 */
final class OnnxExport {
  private static final List<String> OPTIONS = List.of("form", "schedule", "max-spike", "steps");

  private static final List<String> FORMS = List.of("loop", "step", "qdq");
  private static final int MOST_SPIKE = 1 << 20;

  /** What a ProtoBuf message can hold, with some room for all that is no weight. */
  private static final long MOST_WEIGHT_BYTES = (1L << 31) - (1L << 26);

  private OnnxExport() {}

  static Exported write(Graph graph, Path folder, Options options) {
    for (String name : options.values().keySet()) {
      if (!OPTIONS.contains(name)) {
        throw new SpikezipException(
            ErrorCode.USAGE, "backend 'onnx' has no option '" + name + "'; it has " + OPTIONS);
      }
    }
    String form = options.choice("form", "loop", FORMS);
    Schedule schedule = Schedule.parse(options.text("schedule").orElse("synchronous"));
    int maxSpike = options.integer("max-spike", 1, 1, MOST_SPIKE);
    int steps = options.integer("steps", 0, 0, Integer.MAX_VALUE);
    int depths =
        graph.nodesOf(Neuron.class).stream()
            .mapToInt(n -> ((Neuron) n.op()).depth())
            .max()
            .orElse(1);
    SpikingGraph network =
        new SpikingGraph(graph, FiringTable.of(schedule, depths, maxSpike), maxSpike);
    Map<String, String> about = new LinkedHashMap<>();
    about.put("spikezip.form", form);
    if (!form.equals("qdq")) {
      about.put("spikezip.schedule", schedule.toString());
      about.put("spikezip.max_spike", Integer.toString(maxSpike));
    }
    Map<String, OnnxModel> models = new LinkedHashMap<>();
    switch (form) {
      case "step" -> {
        models.put("init.onnx", StepModel.initial(network));
        models.put("step.onnx", StepModel.step(network));
      }
      case "qdq" -> models.put("qann.onnx", QdqModel.of(network));
      default -> models.put("snn.onnx", LoopModel.of(network, steps));
    }
    List<Path> files = new ArrayList<>();
    models.forEach((name, model) -> files.add(write(model, folder.resolve(name), about)));
    return new Exported(files, notes(network));
  }

  private static List<String> notes(SpikingGraph network) {
    List<Node> own = RuntimeFunctions.of(network);
    if (own.isEmpty()) {
      return List.of("every float is computed by exactly rounded operators: codes are equal");
    }
    return List.of(
        own.size()
            + " nodes are float functions of the runtime, whose last bits may differ, so that codes"
            + " may differ at ties: "
            + String.join(", ", own.stream().limit(8).map(Node::describe).toList())
            + (own.size() > 8 ? ", …" : ""));
  }

  private static Path write(OnnxModel model, Path file, Map<String, String> about) {
    long bytes = model.weights().values().stream().mapToLong(t -> t.bytes().limit()).sum();
    if (bytes > MOST_WEIGHT_BYTES) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          file.getFileName() + " would hold " + bytes + " bytes of weights, more than 2 GiB",
          "compile with --weights int8");
    }
    ModelProto.Builder whole = model.proto().toBuilder();
    whole.setGraph(inlined(model));
    about.forEach(
        (key, value) ->
            whole.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    ModelProto written = whole.build();
    AtomicFile.write(file, written::writeTo);
    return file;
  }

  /** The graph with the weights that it uses inside. */
  private static GraphProto inlined(OnnxModel model) {
    GraphProto.Builder graph = model.proto().getGraph().toBuilder().clearInitializer();
    Set<String> used = new HashSet<>();
    collectInputs(model.proto().getGraph(), used);
    for (TensorProto constant : model.proto().getGraph().getInitializerList()) {
      if (used.contains(constant.getName())) {
        graph.addInitializer(constant);
      }
    }
    for (TensorProto.Builder stored : graph.getInitializerBuilderList()) {
      Tensor weight = model.weights().get(stored.getName());
      if (weight != null) {
        stored
            .clearExternalData()
            .clearDataLocation()
            .setRawData(ByteString.copyFrom(weight.bytes()));
      }
    }
    return graph.build();
  }

  private static void collectInputs(GraphProto graph, Set<String> used) {
    for (NodeProto node : graph.getNodeList()) {
      used.addAll(node.getInputList());
      node.getAttributeList().stream()
          .filter(AttributeProto::hasG)
          .forEach(attribute -> collectInputs(attribute.getG(), used));
    }
    graph.getOutputList().forEach(output -> used.add(output.getName()));
  }
}
