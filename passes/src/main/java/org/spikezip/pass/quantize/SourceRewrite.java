package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spikezip.api.reference.RouteMap;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.QuantizeLinear;
import org.spikezip.pass.quantize.CodedValues.Coded;

/**
 * Recognizes the quantization that a model brings along: QDQ ({@link QdqRewrite}) and fake
 * quantization ({@link FakeQuantRewrite}), and the products of what is quantized.
 *
 * <pre>
 * %d = decode(%q, %theta)
 * %w = dequantize_linear(%W, %scales, %zeros)
 * %y = matmul(%d, %w)
 * →
 * %y = synapse(%q, %W−zeros, %theta·scales)
 * </pre>
 */
final class SourceRewrite {
  private final Graph graph;
  private final Uses uses;
  private final Constants constants;
  private final QannBuilder qann;
  private final CodedValues coded;
  private final QdqRewrite qdq;
  private final FakeQuantRewrite fake;
  private final SourceWeights weights;
  private final Set<Integer> taken = new HashSet<>();
  private final List<String> leftFloat = new ArrayList<>();

  /**
   * Looks at nodes in their order.
   *
   * @param format how float weights that are multiples of no step are kept
   */
  SourceRewrite(
      Graph graph, Uses uses, Constants constants, QannBuilder qann, WeightFormat format) {
    this.graph = graph;
    this.uses = uses;
    this.constants = constants;
    this.qann = qann;
    coded = new CodedValues(qann);
    qdq = new QdqRewrite(graph, constants, coded);
    fake = new FakeQuantRewrite(graph, constants, coded);
    weights = new SourceWeights(graph, constants, format);
  }

  /** Replaces this node if it belongs to a quantization. */
  void visit(Node node) {
    if (node.op() instanceof QuantizeLinear) {
      qdq.quantize(node);
    } else if (node.op() instanceof DequantizeLinear) {
      qdq.dequantize(node);
    } else if (node.op() instanceof MatMul) {
      multiply(node);
    } else if (RouteMap.isRoute(node.op())) {
      coded.route(node);
    } else if (node.op() instanceof Binary && node.fact().type().isInteger()) {
      qdq.clip(node);
    } else {
      fake.visit(node);
    }
  }

  /** The ids of the products that became integer products. */
  Set<Integer> taken() {
    return taken;
  }

  /** Whether any value is quantized. */
  boolean any() {
    return coded.any();
  }

  /** By the name of a quantizer: the number of the source that its smallest code is. */
  Map<String, Integer> lowest() {
    Map<String, Integer> lowest = new HashMap<>(qdq.lowest());
    lowest.putAll(fake.lowest());
    return lowest;
  }

  /** Products of quantized values that stay float and why, a sentence each. */
  List<String> leftFloat() {
    return leftFloat;
  }

  /** What else the user should know, a sentence each. */
  List<String> notes() {
    List<String> notes = new ArrayList<>(qdq.unmapped());
    notes.addAll(weights.notes());
    return notes;
  }

  private void multiply(Node node) {
    Optional<Coded> left = coded.numbers(node.input(0));
    Optional<Coded> right = coded.numbers(node.input(1));
    if (left.isPresent() && right.isPresent()) {
      ofCodes(node, left.get(), right.get());
    } else if (left.isPresent() && weights.is(node.input(1))) {
      Optional<IntegerWeights> found = weights.of(node, left.get().step());
      if (found.isPresent()) {
        Value codes = left.get().codes();
        SynapseNode.add(qann, graph, uses, constants, node, codes, found.get());
        taken.add(node.id());
      } else {
        leave(node, "its weights are no finite matrix of floats");
      }
    } else if (left.isPresent() || right.isPresent()) {
      leave(node, "only its " + (left.isPresent() ? "left" : "right") + " operand is quantized");
    } else if (graph.node(node.input(0)).op() instanceof DequantizeLinear) {
      leave(node, "the quantization of its operands is not static per tensor");
    }
  }

  private void ofCodes(Node node, Coded left, Coded right) {
    boolean common =
        (left.isPerTensor() || left.step().dim(-1) == 1)
            && (right.isPerTensor() || right.step().rank() < 2 || right.step().dim(-2) == 1);
    if (!common) {
      leave(node, "the thresholds of its operands differ along the summed axis");
      return;
    }
    Tensor scale = Broadcast.product(left.step(), right.step());
    Value unit = qann.constant(node.name() + ".scale", scale);
    qann.replace(
        node.output(), qann.add(node.name(), new Bilinear(), left.codes(), right.codes(), unit));
    taken.add(node.id());
  }

  private void leave(Node node, String why) {
    leftFloat.add("\"" + node.name() + "\" stays float: " + why);
  }
}
