package org.spikezip.backend.onnx;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.frontend.onnx.importer.Captures;
import org.spikezip.frontend.onnx.proto.AttributeProto;
import org.spikezip.frontend.onnx.proto.GraphProto;
import org.spikezip.frontend.onnx.proto.NodeProto;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.HostOp;

/**
 * Writes an operator of the host as it came, under the names of this graph. What its subgraphs take
 * from outside are its last inputs, in the order of {@link Captures}.
 */
final class HostEmitter {
  private HostEmitter() {}

  static void emit(Node node, HostOp op, OnnxGraph out) {
    NodeProto source = parse(op);
    List<String> captured = Captures.of(source);
    int own = source.getInputCount();
    if (node.inputs().size() != own + captured.size()) {
      throw new SpikezipException(
          ErrorCode.INTERNAL,
          node.describe()
              + " must have "
              + own
              + " inputs and "
              + captured.size()
              + " captured ones, found "
              + node.inputs().size());
    }
    Map<String, String> outer = new HashMap<>();
    for (int i = 0; i < captured.size(); i++) {
      outer.put(captured.get(i), out.name(node.input(own + i)));
    }
    NodeProto.Builder written =
        source.toBuilder().clearInput().addAllInput(out.inputs(node).subList(0, own)).clearOutput();
    for (int slot = 0; slot < source.getOutputCount(); slot++) {
      boolean absent = source.getOutput(slot).isEmpty();
      written.addOutput(absent ? "" : out.name(node.output(slot)));
      if (absent) {
        // So that somebody who asks for all outputs gets something.
        out.initializer(out.name(node.output(slot)), Tensor.of(new boolean[0], 0));
      }
    }
    Renaming renaming = new Renaming(outer, out.fresh() + "/");
    renaming.attributes(written);
    out.add(written.build());
  }

  private static NodeProto parse(HostOp op) {
    try {
      return NodeProto.parseFrom(op.node().bytes());
    } catch (InvalidProtocolBufferException e) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "the node of host operator " + op.type() + " is damaged: " + e.getMessage(),
          "compile the model again",
          e);
    }
  }

  /** Gives what is inside of subgraphs names of its own, and what is outside its name there. */
  private record Renaming(Map<String, String> outer, String prefix) {
    private String name(String inner) {
      return inner.isEmpty() ? "" : outer.getOrDefault(inner, prefix + inner);
    }

    void attributes(NodeProto.Builder node) {
      for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
        if (attribute.hasG()) {
          attribute.setG(graph(attribute.getG()));
        }
        for (int i = 0; i < attribute.getGraphsCount(); i++) {
          attribute.setGraphs(i, graph(attribute.getGraphs(i)));
        }
      }
    }

    private GraphProto graph(GraphProto graph) {
      GraphProto.Builder renamed = graph.toBuilder().clearNode();
      renamed.getInputBuilderList().forEach(v -> v.setName(name(v.getName())));
      renamed.getOutputBuilderList().forEach(v -> v.setName(name(v.getName())));
      renamed.getValueInfoBuilderList().forEach(v -> v.setName(name(v.getName())));
      renamed.getInitializerBuilderList().forEach(v -> v.setName(name(v.getName())));
      for (NodeProto node : graph.getNodeList()) {
        NodeProto.Builder inner = node.toBuilder().clearInput().clearOutput();
        node.getInputList().forEach(i -> inner.addInput(name(i)));
        node.getOutputList().forEach(o -> inner.addOutput(name(o)));
        attributes(inner);
        renamed.addNode(inner);
      }
      return renamed.build();
    }
  }
}
