package org.spikezip.frontend.onnx.importer;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spikezip.frontend.onnx.TensorReader;
import org.spikezip.frontend.onnx.proto.AttributeProto;
import org.spikezip.frontend.onnx.proto.GraphProto;
import org.spikezip.frontend.onnx.proto.ModelProto;
import org.spikezip.frontend.onnx.proto.NodeProto;
import org.spikezip.frontend.onnx.proto.ValueInfoProto;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;

/** Makes a graph of stage IMPORTED from a model. One use. */
public final class GraphImporter {
  private final TensorReader tensors;
  private final GraphProto source;
  private final OpsetImports opsets;
  private final GraphBuilder builder;
  private final Scope scope;
  private final HostNodes hosts;

  private GraphImporter(ModelProto model, TensorReader tensors) {
    this.tensors = tensors;
    this.opsets = OpsetImports.of(model);
    this.source = FunctionInliner.inline(model);
    this.builder = new GraphBuilder(source.getName());
    this.scope = new Scope(builder, tensors, used(source));
    this.hosts = new HostNodes(source, tensors, builder, scope, opsets);
  }

  /**
   * Imports a model.
   *
   * @param metadata added to the graph
   * @throws SpikezipException MALFORMED or UNSUPPORTED, naming the node
   */
  public static Graph run(ModelProto model, TensorReader tensors, Map<String, String> metadata) {
    return new GraphImporter(model, tensors).run(metadata);
  }

  private Graph run(Map<String, String> metadata) {
    if (source.getSparseInitializerCount() > 0) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "initializer '" + source.getSparseInitializer(0).getValues().getName() + "' is sparse",
          "export the model with dense weights");
    }
    source.getInitializerList().forEach(scope::store);
    for (ValueInfoProto input : source.getInputList()) {
      // Old exporters list weights among the inputs too, with their values as defaults.
      if (!scope.knows(input.getName())) {
        Fact fact = ValueInfos.input(input);
        scope.define(input.getName(), builder.input(input.getName(), fact));
      }
    }
    for (NodeProto node : NodeOrder.sorted(source, scope::knows)) {
      try {
        importNode(node);
      } catch (SpikezipException e) {
        throw e.in(describe(node));
      }
    }
    for (ValueInfoProto output : source.getOutputList()) {
      builder.output(output.getName(), scope.value(output.getName()));
    }
    builder.metadata(metadata);
    return builder.build(Stage.IMPORTED);
  }

  private void importNode(NodeProto node) {
    String domain = OpsetImports.normalize(node.getDomain());
    OnnxAttributes attributes = new OnnxAttributes(node, tensors);
    if (domain.isEmpty() && node.getOpType().equals("Constant")) {
      scope.define(onlyOutput(node), Constants.read(attributes));
      return;
    }
    if (domain.isEmpty() && node.getOpType().equals("Identity")) {
      scope.alias(onlyOutput(node), node.getInput(0));
      return;
    }
    if (domain.isEmpty() && node.getOpType().equals("If")) {
      Optional<Boolean> decision = decision(node);
      if (decision.isPresent()) {
        importBranch(node, decision.get() ? "then_branch" : "else_branch");
        return;
      }
    }
    List<Value> results = convert(node, domain, attributes);
    for (int i = 0; i < node.getOutputCount(); i++) {
      if (!node.getOutput(i).isEmpty() && i < results.size()) {
        scope.define(node.getOutput(i), results.get(i));
      }
    }
  }

  /** Which way an If goes, where shapes decide that. */
  private Optional<Boolean> decision(NodeProto node) {
    String condition = node.getInput(0);
    Optional<Tensor> constant = scope.constant(condition);
    if (constant.isPresent()) {
      return constant.map(c -> c.longs()[0] != 0);
    }
    return builder
        .fact(scope.value(condition))
        .elements()
        .map(elements -> elements.get(0))
        .filter(Dim::isFixed)
        .map(element -> element.size() != 0);
  }

  private void importBranch(NodeProto node, String name) {
    GraphProto branch =
        node.getAttributeList().stream()
            .filter(a -> a.getName().equals(name) && a.hasG())
            .map(AttributeProto::getG)
            .filter(g -> g.getOutputCount() == node.getOutputCount())
            .findFirst()
            .orElseThrow(
                () ->
                    new SpikezipException(
                        ErrorCode.MALFORMED,
                        "needs a " + name + " with as many outputs as the node"));
    branch.getInitializerList().forEach(scope::store);
    for (NodeProto inner : NodeOrder.sorted(branch, scope::knows)) {
      importNode(inner);
    }
    for (int i = 0; i < node.getOutputCount(); i++) {
      scope.alias(node.getOutput(i), branch.getOutput(i).getName());
    }
  }

  private List<Value> convert(NodeProto node, String domain, OnnxAttributes attributes) {
    OnnxNode view = new OnnxNode(node, opsets, attributes, scope, builder, this::call);
    List<Value> results =
        ConverterTable.find(domain, node.getOpType())
            .map(converter -> converter.convert(view))
            .orElse(Converter.LEAVE);
    // An attribute that a newer opset brought may change everything.
    return results.isEmpty() || !attributes.unread().isEmpty() ? hosts.add(node, domain) : results;
  }

  /** Operands get names of their own, for what converts a node looks them up. */
  private List<Value> call(NodeProto node, List<Value> operands) {
    NodeProto.Builder named = node.toBuilder().clearInput();
    for (int i = 0; i < operands.size(); i++) {
      String name = operands.get(i).isAbsent() ? "" : node.getOutput(0) + "/operand" + i;
      if (!name.isEmpty()) {
        scope.define(name, operands.get(i));
      }
      named.addInput(name);
    }
    NodeProto called = named.build();
    return convert(
        called, OpsetImports.normalize(called.getDomain()), new OnnxAttributes(called, tensors));
  }

  private static String onlyOutput(NodeProto node) {
    if (node.getOutputCount() != 1) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, "makes one output, found " + node.getOutputList());
    }
    return node.getOutput(0);
  }

  private static Set<String> used(GraphProto graph) {
    Set<String> used = new HashSet<>();
    for (NodeProto node : graph.getNodeList()) {
      used.addAll(node.getInputList());
      Captures.subgraphs(node).forEach(subgraph -> used.addAll(used(subgraph)));
    }
    graph.getOutputList().forEach(output -> used.add(output.getName()));
    return used;
  }

  static String describe(NodeProto node) {
    String name =
        node.getName().isEmpty() ? String.join(",", node.getOutputList()) : node.getName();
    return "node \"" + name + "\" (" + node.getOpType() + ")";
  }
}
