package org.spikezip.backend.onnx;

import java.util.List;
import java.util.Optional;
import org.spikezip.ir.CodeRange;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.Decode;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Synapse;

/**
 * Products of codes. Codes are whole floats; a sum of products is exact, in whatever order, as long
 * as it fits into the bits of a float or a double, and goes through an integer so that it is one.
 */
final class CodeEmitters {
  private static final long FLOAT_EXACT = 1L << 24;
  private static final long DOUBLE_EXACT = 1L << 53;

  /** How many terms a product of codes has at most where the graph does not say. */
  private static final long MOST_TERMS = 1 << 16;

  private CodeEmitters() {}

  /**
   * Registers them.
   *
   * @param quantized whether to write 8-bit weights with DequantizeLinear, as tools for integer
   *     networks expect; only beside codes that come from one as well, since ONNX Runtime would
   *     quantize other operands itself
   */
  static void register(Emitters all, boolean quantized) {
    all.put(Synapse.class, (node, op, out) -> synapse(node, quantized, out));
    all.put(Bilinear.class, (node, op, out) -> bilinear(node, out));
    all.put(Decode.class, (node, op, out) -> out.direct(node, "Mul"));
  }

  /** Why a product cannot be written; empty if it can. */
  static Optional<String> problem(Graph graph, Node node) {
    long bound;
    if (node.op() instanceof Synapse) {
      Optional<Tensor> weights = graph.constant(node.input(1));
      if (weights.isEmpty()) {
        return Optional.of("has weights that are no constant");
      }
      bound = bound(graph.fact(node.input(0)).codes().orElseThrow(), weights.get());
    } else if (node.op() instanceof Bilinear) {
      bound = bound(graph, node);
    } else {
      return Optional.empty();
    }
    return bound >= DOUBLE_EXACT
        ? Optional.of("has sums that do not fit into 53 bits")
        : Optional.empty();
  }

  private static void synapse(Node node, boolean quantized, OnnxGraph out) {
    Tensor weights = out.constant(node.input(1)).orElseThrow();
    CodeRange codes = out.fact(node.input(0)).codes().orElseThrow();
    boolean narrow = bound(codes, weights) < FLOAT_EXACT;
    Floats f = new Floats(out);
    Floats outside = new Floats(out.outer());
    String w = out.name(node.input(1));
    String x = out.name(node.input(0));
    String sum =
        narrow
            ? sum(x, weight(node, w, quantized, out), ElementType.I32, f)
            : sum(f.cast(x, ElementType.F64), outside.cast(w, ElementType.F64), ElementType.I64, f);
    String scaled = f.times(sum, out.name(node.input(2)));
    if (node.hasInput(3)) {
      out.add("Add", List.of(scaled, out.name(node.input(3))), out.outputs(node));
    } else {
      out.add("Identity", List.of(scaled), out.outputs(node));
    }
  }

  private static String weight(Node node, String w, boolean quantized, OnnxGraph out) {
    Node codes = out.node(node.input(0));
    boolean direct = codes.op() instanceof Neuron neuron && Quantizers.isQdq(codes, neuron, out);
    return quantized && direct && out.type(node, 1) == ElementType.I8
        ? out.outer().add("DequantizeLinear", List.of(w, out.scalar(1)))
        : new Floats(out.outer()).cast(w, ElementType.F32);
  }

  private static void bilinear(Node node, OnnxGraph out) {
    Floats f = new Floats(out);
    String a = out.name(node.input(0));
    String b = out.name(node.input(1));
    boolean narrow = bound(out.fact(node.input(0)), out.fact(node.input(1))) < FLOAT_EXACT;
    String sum =
        narrow
            ? sum(a, b, ElementType.I32, f)
            : sum(f.cast(a, ElementType.F64), f.cast(b, ElementType.F64), ElementType.I64, f);
    out.add("Mul", List.of(sum, out.name(node.input(2))), out.outputs(node));
  }

  private static String sum(String a, String b, ElementType whole, Floats f) {
    String product = f.out().add("MatMul", List.of(a, b));
    return f.cast(f.cast(product, whole), ElementType.F32);
  }

  private static long bound(Graph graph, Node node) {
    return bound(graph.fact(node.input(0)), graph.fact(node.input(1)));
  }

  private static long bound(Fact a, Fact b) {
    Dim terms = a.shape().known() ? a.shape().dim(-1) : Dim.UNKNOWN;
    return Math.multiplyExact(
        (long) a.codes().orElseThrow().magnitude() * b.codes().orElseThrow().magnitude(),
        terms.isFixed() ? terms.size() : MOST_TERMS);
  }

  /** The largest sum of any column. */
  private static long bound(CodeRange codes, Tensor weights) {
    int columns = weights.dim(1);
    long[] sums = new long[columns];
    long[] w = weights.longs();
    long largest = 0;
    for (int i = 0; i < w.length; i++) {
      sums[i % columns] += Math.abs(w[i]);
      largest = Math.max(largest, sums[i % columns]);
    }
    return Math.multiplyExact(largest, Math.max(1L, codes.magnitude()));
  }
}
