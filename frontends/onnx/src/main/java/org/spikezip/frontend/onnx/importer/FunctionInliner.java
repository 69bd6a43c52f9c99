package org.spikezip.frontend.onnx.importer;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.spikezip.frontend.onnx.proto.AttributeProto;
import org.spikezip.frontend.onnx.proto.FunctionProto;
import org.spikezip.frontend.onnx.proto.GraphProto;
import org.spikezip.frontend.onnx.proto.ModelProto;
import org.spikezip.frontend.onnx.proto.NodeProto;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** Replaces calls of functions that the model defines by their bodies, also inside subgraphs. */
final class FunctionInliner {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_NODES = 1_000_000;

  private final Map<String, FunctionProto> functions = new HashMap<>();
  private int made;

  private FunctionInliner(ModelProto model) {
    for (FunctionProto function : model.getFunctionsList()) {
      functions.put(
          key(function.getDomain(), function.getName(), function.getOverload()), function);
    }
  }

  /**
   * The model's graph without calls.
   *
   * @throws SpikezipException MALFORMED if functions call each other without end
   */
  static GraphProto inline(ModelProto model) {
    return model.getFunctionsCount() == 0
        ? model.getGraph()
        : new FunctionInliner(model).graph(model.getGraph(), 0);
  }

  private static String key(String domain, String name, String overload) {
    return OpsetImports.normalize(domain) + "\n" + name + "\n" + overload;
  }

  private GraphProto graph(GraphProto graph, int depth) {
    GraphProto.Builder inlined = graph.toBuilder().clearNode();
    graph.getNodeList().forEach(node -> node(node, depth, inlined));
    return inlined.build();
  }

  private void node(NodeProto node, int depth, GraphProto.Builder into) {
    if (depth > MAX_DEPTH || made++ > MAX_NODES) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          GraphImporter.describe(node) + ": the model's functions call each other without end");
    }
    FunctionProto function =
        functions.get(key(node.getDomain(), node.getOpType(), node.getOverload()));
    if (function == null) {
      into.addNode(mapSubgraphs(node, graph -> graph(graph, depth + 1)));
      return;
    }
    Call call = new Call(function, node, "call" + made + "/");
    for (NodeProto inner : function.getNodeList()) {
      node(call.rewrite(inner), depth + 1, into);
    }
    for (int i = 0; i < Math.min(function.getOutputCount(), node.getOutputCount()); i++) {
      call.unmadeOutput(i).ifPresent(into::addNode);
    }
  }

  private interface GraphMapping {
    GraphProto apply(GraphProto graph);
  }

  private static NodeProto mapSubgraphs(NodeProto node, GraphMapping mapping) {
    NodeProto.Builder mapped = node.toBuilder();
    for (AttributeProto.Builder attribute : mapped.getAttributeBuilderList()) {
      if (attribute.hasG()) {
        attribute.setG(mapping.apply(attribute.getG()));
      }
      for (int i = 0; i < attribute.getGraphsCount(); i++) {
        attribute.setGraphs(i, mapping.apply(attribute.getGraphs(i)));
      }
    }
    return mapped.build();
  }

  /** One call: names of the body become names of the caller, or get a prefix. */
  private static final class Call {
    private final FunctionProto function;
    private final NodeProto site;
    private final String prefix;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, AttributeProto> attributes = new HashMap<>();

    Call(FunctionProto function, NodeProto site, String prefix) {
      this.function = function;
      this.site = site;
      this.prefix = prefix;
      for (int i = 0; i < function.getInputCount(); i++) {
        names.put(function.getInput(i), i < site.getInputCount() ? site.getInput(i) : "");
      }
      for (int i = 0; i < Math.min(function.getOutputCount(), site.getOutputCount()); i++) {
        if (!site.getOutput(i).isEmpty()) {
          names.putIfAbsent(function.getOutput(i), site.getOutput(i));
        }
      }
      function.getAttributeProtoList().forEach(a -> attributes.put(a.getName(), a));
      site.getAttributeList().forEach(a -> attributes.put(a.getName(), a));
    }

    private String name(String inner) {
      return inner.isEmpty() ? "" : names.computeIfAbsent(inner, n -> prefix + n);
    }

    NodeProto rewrite(NodeProto inner) {
      NodeProto.Builder node = inner.toBuilder().clearInput().clearOutput().clearAttribute();
      inner.getInputList().forEach(i -> node.addInput(name(i)));
      inner.getOutputList().forEach(o -> node.addOutput(name(o)));
      for (AttributeProto attribute : inner.getAttributeList()) {
        if (attribute.getRefAttrName().isEmpty()) {
          node.addAttribute(attribute);
          continue;
        }
        AttributeProto given = attributes.get(attribute.getRefAttrName());
        if (given != null) {
          node.addAttribute(given.toBuilder().setName(attribute.getName()));
        }
      }
      return mapSubgraphs(node.build(), this::rewrite);
    }

    private GraphProto rewrite(GraphProto graph) {
      GraphProto.Builder mapped = graph.toBuilder().clearNode();
      mapped.getInputBuilderList().forEach(i -> i.setName(name(i.getName())));
      mapped.getOutputBuilderList().forEach(o -> o.setName(name(o.getName())));
      mapped.getInitializerBuilderList().forEach(i -> i.setName(name(i.getName())));
      graph.getNodeList().forEach(n -> mapped.addNode(rewrite(n)));
      return mapped.build();
    }

    /** An Identity where the body hands one of its inputs, or one value twice, straight out. */
    Optional<NodeProto> unmadeOutput(int index) {
      String wanted = site.getOutput(index);
      String made = name(function.getOutput(index));
      return wanted.isEmpty() || wanted.equals(made)
          ? Optional.empty()
          : Optional.of(
              NodeProto.newBuilder()
                  .setOpType("Identity")
                  .addInput(made)
                  .addOutput(wanted)
                  .build());
    }
  }
}
