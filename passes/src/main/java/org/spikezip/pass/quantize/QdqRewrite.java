package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.QuantizeLinear;
import org.spikezip.pass.quantize.CodedValues.Coded;

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
 * <p>A quantizer keeps the name of its quantize_linear.
 */
final class QdqRewrite {
  private final Graph graph;
  private final Constants constants;
  private final CodedValues coded;
  private final List<String> unmapped = new ArrayList<>();

  QdqRewrite(Graph graph, Constants constants, CodedValues coded) {
    this.graph = graph;
    this.constants = constants;
    this.coded = coded;
  }

  /** Quantizations that stay as the source has them and why, a sentence each. */
  List<String> unmapped() {
    return unmapped;
  }

  void quantize(Node node) {
    if (constants.is(node.input(0)) || ((QuantizeLinear) node.op()).blockSize() != 0) {
      return;
    }
    Optional<CodeGrid> found =
        QdqParameters.of(constants, node, node.fact()).map(QdqParameters::grid);
    if (found.isEmpty()) {
      unmapped.add("\"" + node.name() + "\" is no neuron: it has no constant scale per tensor");
      return;
    }
    CodeGrid grid = found.get();
    // Numbers of the same codes, moved at most: the quantizer would give these codes again.
    Optional<Coded> before =
        coded
            .numbers(node.input(0))
            .filter(c -> c.grid().equals(grid) && c.step().equals(grid.theta()));
    coded.putIntegers(
        node.output(), before.orElseGet(() -> coded.quantize(node.name(), node.input(0), grid)));
  }

  void dequantize(Node node) {
    Optional<Coded> integers = coded.integers(node.input(0));
    Optional<CodeGrid> grid =
        QdqParameters.of(constants, node, graph.fact(node.input(0))).map(QdqParameters::grid);
    if (((DequantizeLinear) node.op()).blockSize() == 0) {
      integers
          .filter(c -> grid.equals(Optional.of(c.grid())))
          .ifPresent(c -> coded.decode(node.name(), node.output(), c));
    }
  }
}
