package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.pass.quantize.CodedValues.Coded;
import org.spikezip.pass.quantize.CodedValues.Integers;

/**
 * Recognizes static quantization in QDQ form.
 *
 * <pre>
 * %q = quantize_linear(%x, %scale, %zero)
 * %d = dequantize_linear(%q, %scale, %zero)
 * →
 * %q = quantizer(%x, %scale, %min, %max) {rounding=half_even, …}
 * %d = decode(%q, %scale)
 * </pre>
 *
 * <p>Bounds of x (a relu, a clip) and of q (a narrow range of integers, as Brevitas writes it)
 * become bounds of the codes. A quantizer keeps the name of its quantize_linear, or of what clips
 * q.
 */
final class QdqRewrite {
  private final Graph graph;
  private final Constants constants;
  private final CodedValues coded;
  private final List<String> unmapped = new ArrayList<>();
  private final Map<String, Integer> lowest = new HashMap<>();

  QdqRewrite(Graph graph, Constants constants, CodedValues coded) {
    this.graph = graph;
    this.constants = constants;
    this.coded = coded;
  }

  /** Quantizations that stay as the source has them and why, a sentence each. */
  List<String> unmapped() {
    return unmapped;
  }

  /** By the name of a quantizer: the integer of the source that its smallest code is. */
  Map<String, Integer> lowest() {
    return lowest;
  }

  void quantize(Node node) {
    if (constants.is(node.input(0))) {
      return;
    }
    Optional<QdqParameters> found = QdqParameters.of(constants, node, node.fact());
    if (found.isEmpty()) {
      unmapped.add("\"" + node.name() + "\" is no neuron: its scale is not constant, or in blocks");
      return;
    }
    QdqParameters parameters = found.get();
    CodeGrid grid = parameters.grid();
    // Numbers of the same codes, moved at most: the quantizer would give these codes again.
    Optional<Coded> before =
        coded
            .numbers(node.input(0))
            .filter(c -> c.grid().equals(grid) && c.step().equals(grid.theta()));
    if (before.isPresent()) {
      coded.putIntegers(node.output(), new Integers(before.get(), parameters, Optional.empty()));
      return;
    }
    Clipping clipping = Clipping.of(graph, constants, node.input(0));
    if (!clipping.isAny() || !grid.isPerTensor()) {
      add(node, parameters, node.input(0), grid);
      return;
    }
    float theta = grid.theta().floats()[0];
    int least = clipping.least(grid.rounding(), theta);
    int most = clipping.most(grid.rounding(), theta);
    add(node, parameters, clipping.u(), grid.within(least, most));
  }

  /** Takes a bound of integers that are codes into their quantizer. */
  void clip(Node node) {
    BinaryKind kind = ((Binary) node.op()).kind();
    if (kind != BinaryKind.MAX && kind != BinaryKind.MIN) {
      return;
    }
    for (int side = 0; side < 2; side++) {
      Optional<Integers> integers = coded.integers(node.input(side));
      Optional<Tensor> bound = constants.of(node.input(1 - side)).filter(t -> t.size() == 1);
      if (integers.isPresent() && bound.isPresent()) {
        clip(node, integers.get(), bound.get().ints()[0], kind == BinaryKind.MAX);
        return;
      }
    }
  }

  private void clip(Node node, Integers integers, int bound, boolean lower) {
    Optional<Integer> zero = integers.parameters().singleZero();
    Optional<Value> x = integers.x();
    if (zero.isPresent() && x.isPresent()) {
      int code = bound - zero.get();
      CodeGrid before = integers.coded().grid();
      CodeGrid grid =
          lower ? before.within(code, Integer.MAX_VALUE) : before.within(Integer.MIN_VALUE, code);
      add(node, integers.parameters(), x.get(), grid);
    }
  }

  private void add(Node node, QdqParameters parameters, Value x, CodeGrid grid) {
    Coded made = coded.quantize(node.name(), x, grid);
    coded.putIntegers(node.output(), new Integers(made, parameters, Optional.of(x)));
    parameters.singleZero().ifPresent(zero -> lowest.put(node.name(), grid.op().min() + zero));
    if (parameters.singleZero().isEmpty()) {
      lowest.put(node.name(), parameters.smallest());
    }
  }

  /** The scale may be another than what the codes were made with; the zero point may not. */
  void dequantize(Node node) {
    Optional<Integers> integers = coded.integers(node.input(0));
    Optional<QdqParameters> own = QdqParameters.of(constants, node, graph.fact(node.input(0)));
    if (integers.isPresent() && own.isPresent()) {
      QdqParameters of = integers.get().parameters();
      if (own.get().zero().equals(of.zero()) && own.get().type() == of.type()) {
        Coded made = integers.get().coded().withStep(own.get().theta());
        coded.decode(node.name(), node.output(), made);
      }
    }
  }
}
