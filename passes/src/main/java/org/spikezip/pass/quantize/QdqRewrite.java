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
import org.spikezip.ir.op.Decode;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Pad;
import org.spikezip.ir.op.QuantizeLinear;
import org.spikezip.ir.op.Quantizer;
import org.spikezip.ir.op.Rounding;

/**
 * Recognizes static quantization in QDQ form.
 *
 * <pre>
 * %q = quantize_linear(%x, %scale, %zero)
 * %d = dequantize_linear(%q, %scale, %zero)
 * %w = dequantize_linear(%W, %scales, %zeros)
 * %y = matmul(%d, %w)
 * →
 * %q = quantizer(%x, %scale, %min, %max) {rounding=half_even, …}
 * %y = synapse(%q, %W−zeros, %scale·scales)
 * </pre>
 *
 * <p>What moves the elements of a quantized value moves its codes as well; what computes on it gets
 * the numbers that the codes stand for. A quantizer keeps the name of its quantize_linear.
 */
final class QdqRewrite {
  /** A value of the old graph as codes; its numbers are {@code theta·codes}. */
  private record Coded(Value codes, QdqParameters parameters) {}

  private final Graph graph;
  private final Uses uses;
  private final Constants constants;
  private final QannBuilder qann;
  private final QdqWeights weights;
  private final Map<Value, Coded> integers = new HashMap<>();
  private final Map<Value, Coded> numbers = new HashMap<>();
  private final Set<Integer> taken = new HashSet<>();
  private final List<String> leftFloat = new ArrayList<>();
  private final List<String> unmapped = new ArrayList<>();

  QdqRewrite(Graph graph, Uses uses, Constants constants, QannBuilder qann) {
    this.graph = graph;
    this.uses = uses;
    this.constants = constants;
    this.qann = qann;
    weights = new QdqWeights(graph, constants);
  }

  /** Replaces this node if it belongs to a quantization. */
  void visit(Node node) {
    if (node.op() instanceof QuantizeLinear) {
      quantize(node);
    } else if (node.op() instanceof DequantizeLinear) {
      dequantize(node);
    } else if (node.op() instanceof MatMul) {
      multiply(node);
    } else if (RouteMap.isRoute(node.op())) {
      route(node, integers);
      route(node, numbers);
    }
  }

  /** The ids of the products that became integer products. */
  Set<Integer> taken() {
    return taken;
  }

  /** Whether any value is quantized. */
  boolean any() {
    return !numbers.isEmpty();
  }

  /** Products of quantized values that stay float and why, a sentence each. */
  List<String> leftFloat() {
    return leftFloat;
  }

  /** Quantizations that stay as the source has them and why, a sentence each. */
  List<String> unmapped() {
    return unmapped;
  }

  private void quantize(Node node) {
    if (constants.is(node.input(0)) || ((QuantizeLinear) node.op()).blockSize() != 0) {
      return;
    }
    Optional<QdqParameters> found = QdqParameters.of(constants, node, node.fact());
    if (found.isEmpty()) {
      unmapped.add("\"" + node.name() + "\" is no neuron: it has no constant scale per tensor");
      return;
    }
    QdqParameters parameters = found.get();
    Coded before = numbers.get(node.input(0));
    if (before != null && before.parameters().equals(parameters)) {
      // Numbers of the same codes, moved at most: the quantizer would give these codes again.
      integers.put(node.output(), before);
      return;
    }
    Value codes =
        qann.add(
            node.name(),
            new Quantizer(Rounding.HALF_EVEN, parameters.min(), parameters.max()),
            node.input(0),
            qann.constant(node.name() + ".theta", Tensor.of(new float[] {parameters.theta()})),
            qann.constant(node.name() + ".min", Tensor.of(new int[] {parameters.min()})),
            qann.constant(node.name() + ".max", Tensor.of(new int[] {parameters.max()})));
    integers.put(node.output(), new Coded(codes, parameters));
  }

  private void dequantize(Node node) {
    Coded coded = integers.get(node.input(0));
    boolean plain = coded != null && ((DequantizeLinear) node.op()).blockSize() == 0;
    if (!plain
        || !QdqParameters.of(constants, node, graph.fact(node.input(0)))
            .equals(Optional.of(coded.parameters()))) {
      return;
    }
    numbers.put(node.output(), coded);
    Value theta =
        qann.constant(node.name() + ".theta", Tensor.of(new float[] {coded.parameters().theta()}));
    qann.replace(node.output(), qann.add(node.name(), new Decode(), coded.codes(), theta));
  }

  /** Moves codes as the node moves what they stand for. Integers that are padded are no codes. */
  private void route(Node node, Map<Value, Coded> known) {
    int moved = RouteMap.movedInputs(node.op(), node.inputs().size());
    Coded first = known.get(node.input(0));
    boolean pads = node.op() instanceof Pad pad && (known == integers || pad.value() != 0);
    if (first == null || pads) {
      return;
    }
    List<Value> inputs = new ArrayList<>(node.inputs());
    for (int i = 0; i < moved; i++) {
      Coded coded = known.get(node.input(i));
      if (coded == null || !coded.parameters().equals(first.parameters())) {
        return;
      }
      inputs.set(i, coded.codes());
    }
    List<Value> codes = qann.addAll(node.name(), node.op(), inputs);
    for (int slot = 0; slot < codes.size(); slot++) {
      known.put(node.output(slot), new Coded(codes.get(slot), first.parameters()));
    }
  }

  private void multiply(Node node) {
    Coded left = numbers.get(node.input(0));
    Coded right = numbers.get(node.input(1));
    if (left != null && right != null) {
      float scale = left.parameters().theta() * right.parameters().theta();
      Value unit = qann.constant(node.name() + ".scale", Tensor.of(new float[] {scale}));
      Op op = new Bilinear();
      qann.replace(node.output(), qann.add(node.name(), op, left.codes(), right.codes(), unit));
      taken.add(node.id());
    } else if (left != null && weights.is(node.input(1))) {
      Optional<IntegerWeights> found = weights.of(node.input(1), left.parameters().theta());
      if (found.isPresent()) {
        SynapseNode.add(qann, graph, uses, constants, node, left.codes(), found.get());
        taken.add(node.id());
      } else {
        leave(node, "its weights have not one scale a column");
      }
    } else if (left != null || right != null) {
      leave(node, "only its " + (left != null ? "left" : "right") + " operand is quantized");
    } else if (graph.node(node.input(0)).op() instanceof DequantizeLinear) {
      leave(node, "the quantization of its operands is not static per tensor");
    }
  }

  private void leave(Node node, String why) {
    leftFloat.add("\"" + node.name() + "\" stays float: " + why);
  }
}
