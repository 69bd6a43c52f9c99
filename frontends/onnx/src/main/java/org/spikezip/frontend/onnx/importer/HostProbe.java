package org.spikezip.frontend.onnx.importer;

import com.google.protobuf.ByteString;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spikezip.frontend.onnx.ElementTypes;
import org.spikezip.frontend.onnx.proto.GraphProto;
import org.spikezip.frontend.onnx.proto.ModelProto;
import org.spikezip.frontend.onnx.proto.NodeProto;
import org.spikezip.frontend.onnx.proto.OperatorSetIdProto;
import org.spikezip.frontend.onnx.proto.TensorProto;
import org.spikezip.frontend.onnx.proto.ValueInfoProto;
import org.spikezip.frontend.onnx.runtime.OrtExecutable;
import org.spikezip.frontend.onnx.runtime.OrtRuntime;
import org.spikezip.frontend.onnx.runtime.SessionSettings;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/**
 * Asks ONNX Runtime about one operator, by loading a model of that node alone: whether it knows it,
 * and what its outputs are.
 */
final class HostProbe {
  /** Of constants that are larger only the fact is told. */
  private static final int TOLD_BYTES = 1024;

  private final OpsetImports opsets;
  private final Map<ByteString, Map<String, Fact>> known = new HashMap<>();

  HostProbe(OpsetImports opsets) {
    this.opsets = opsets;
  }

  /**
   * An input of the node.
   *
   * @param name its name in the node
   */
  record Operand(String name, Fact fact, Optional<Tensor> constant) {}

  /**
   * Facts of the outputs by name; without those that ONNX Runtime cannot tell.
   *
   * @throws SpikezipException UNSUPPORTED if ONNX Runtime does not know the operator
   */
  Map<String, Fact> infer(NodeProto node, String domain, List<Operand> operands) {
    if (OrtRuntime.problem().isPresent()) {
      return Map.of();
    }
    ByteString model = model(node, operands).toByteString();
    return known.computeIfAbsent(model, m -> load(m, node, domain));
  }

  private Map<String, Fact> load(ByteString model, NodeProto node, String domain) {
    try (OrtExecutable session =
        OrtExecutable.load(
            List.of(model.asReadOnlyByteBuffer()), Map.of(), SessionSettings.LITERAL)) {
      Map<String, Fact> facts = new HashMap<>(session.outputFacts());
      // The runtime shows a scalar and a value of unknown rank alike.
      facts.replaceAll(
          (name, fact) -> fact.shape().rank() == 0 ? Fact.of(fact.type(), Shape.UNKNOWN) : fact);
      for (String output : node.getOutputList()) {
        if (!output.isEmpty() && !facts.containsKey(output)) {
          throw new SpikezipException(
              ErrorCode.UNSUPPORTED,
              "output '" + output + "' is a sequence, a map or of an element type that we lack");
        }
      }
      return facts;
    } catch (SpikezipException e) {
      String reason = e.getMessage();
      if (reason.contains("not a registered function/op")
          || reason.contains("No Op registered")
          || reason.contains("Could not find an implementation")
          || reason.contains("Current official support for domain")) {
        throw unknown(node, domain, e);
      }
      if (e.getCause() == null) {
        throw e;
      }
      // Some operators only load beside their neighbours; the model's own word must do.
      return Map.of();
    }
  }

  private SpikezipException unknown(NodeProto node, String domain, SpikezipException reason) {
    String set = domain.isEmpty() ? "ai.onnx" : domain;
    return new SpikezipException(
        ErrorCode.UNSUPPORTED,
        "operator "
            + node.getOpType()
            + " of domain '"
            + set
            + "', opset "
            + opsets.version(domain)
            + ", is known neither to spikezip nor to ONNX Runtime "
            + OrtRuntime.version()
            + ": "
            + reason.getMessage(),
        "export the model without it, or at a lower opset",
        reason);
  }

  private ModelProto model(NodeProto node, List<Operand> operands) {
    GraphProto.Builder graph = GraphProto.newBuilder().setName("probe").addNode(node);
    Set<String> declared = new HashSet<>();
    for (Operand operand : operands) {
      if (!declared.add(operand.name())) {
        continue;
      }
      Optional<Tensor> told = operand.constant().filter(t -> t.bytes().limit() <= TOLD_BYTES);
      if (told.isPresent()) {
        graph.addInitializer(tensor(operand.name(), told.get()));
      } else {
        graph.addInput(ValueInfos.declare(operand.name(), operand.fact()));
      }
    }
    node.getOutputList().stream()
        .filter(o -> !o.isEmpty())
        .forEach(o -> graph.addOutput(ValueInfoProto.newBuilder().setName(o)));
    ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(10).setGraph(graph);
    Map<String, Integer> versions = new HashMap<>(Map.of("", 21));
    versions.putAll(opsets.all());
    versions.putIfAbsent(OpsetImports.normalize(node.getDomain()), 1);
    versions.forEach(
        (domain, version) ->
            model.addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
    return model.build();
  }

  private static TensorProto tensor(String name, Tensor tensor) {
    TensorProto.Builder proto =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(ElementTypes.onnx(tensor.type()))
            .setRawData(ByteString.copyFrom(tensor.bytes()));
    for (int dim : tensor.dims()) {
      proto.addDims(dim);
    }
    return proto.build();
  }
}
