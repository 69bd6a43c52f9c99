package org.spikezip.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.Conv;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Synapse;

/**
 * The multiply-accumulates of one dense evaluation of a graph: those of matrix products (host
 * operators included), convolutions, synapses and products of codes.
 *
 * @param total all of them
 * @param spiking those of synapses and of products of codes, which spikes drive
 */
public record MacCount(double total, double spiking) {
  /**
   * Matrix products that are no canonical operators; the first operand's last axis is summed over.
   */
  private static final Set<String> HOST_PRODUCTS =
      Set.of(
          "MatMulInteger",
          "MatMulIntegerToFloat",
          "DynamicQuantizeMatMul",
          "QLinearMatMul",
          "QGemm",
          "MatMulNBits");

  private static final long BATCH = 1;
  private static final long OTHERWISE = 16;

  /** Spiking by total; 0 if there is nothing to compute. */
  public double spikingShare() {
    return total == 0 ? 0 : spiking / total;
  }

  /**
   * Counts.
   *
   * @param sizes sizes for symbols of the inputs' shapes; of those not named, the first dimension
   *     of an input counts as 1 and any other one as 16, as does what stays unknown
   */
  public static MacCount of(Graph graph, Map<String, Long> sizes) {
    Map<String, Long> known = sizes(graph, sizes);
    List<List<Fact>> facts = new ArrayList<>();
    double total = 0;
    double spiking = 0;
    for (Node node : graph.nodes()) {
      List<Fact> inputs = new ArrayList<>();
      for (Value v : node.inputs()) {
        inputs.add(v.isAbsent() ? Op.ABSENT : facts.get(v.node()).get(v.slot()));
      }
      // What inputs and host operators say of themselves has symbols; the rest follows from it.
      List<Fact> outputs =
          GraphBuilder.inferred(node.op(), inputs).stream().map(f -> sized(f, known)).toList();
      facts.add(outputs);
      boolean folded = node.inputs().stream().allMatch(v -> isConstant(graph, v));
      double macs = folded ? 0 : macs(node.op(), inputs, outputs);
      total += macs;
      spiking += node.op() instanceof Synapse || node.op() instanceof Bilinear ? macs : 0;
    }
    return new MacCount(total, spiking);
  }

  private static boolean isConstant(Graph graph, Value value) {
    return value.isAbsent() || graph.node(value).op() instanceof Constant;
  }

  private static double macs(Op op, List<Fact> inputs, List<Fact> outputs) {
    boolean product = op instanceof HostOp host && HOST_PRODUCTS.contains(host.type());
    if (product || op instanceof MatMul || op instanceof Synapse || op instanceof Bilinear) {
      Shape x = inputs.get(0).shape();
      return x.known() && x.rank() > 0 ? elements(outputs.get(0)) * size(x.dim(-1)) : 0;
    }
    if (op instanceof Conv) {
      Fact weights = inputs.get(1);
      double kernel =
          weights.shape().known() ? elements(weights) / size(weights.shape().dim(0)) : 0;
      return elements(outputs.get(0)) * kernel;
    }
    return 0;
  }

  private static double elements(Fact fact) {
    return fact.shape().dims().stream().mapToDouble(MacCount::size).reduce(1, (a, b) -> a * b);
  }

  private static double size(Dim dim) {
    return dim.isFixed() ? dim.size() : OTHERWISE;
  }

  /** A size for each symbol of the inputs' shapes. */
  private static Map<String, Long> sizes(Graph graph, Map<String, Long> given) {
    Map<String, Long> known = new HashMap<>(given);
    for (Node input : graph.inputNodes()) {
      long otherwise = BATCH;
      for (Dim dim : input.fact().shape().dims()) {
        known.putIfAbsent(dim.symbol(), otherwise);
        otherwise = OTHERWISE;
      }
    }
    return known;
  }

  private static Fact sized(Fact fact, Map<String, Long> known) {
    if (fact.shape().isFixed() || !fact.shape().known()) {
      return fact;
    }
    List<Dim> dims = new ArrayList<>();
    for (Dim dim : fact.shape().dims()) {
      Long size = dim.isFixed() ? null : known.get(dim.symbol());
      dims.add(size == null ? dim : Dim.of(size));
    }
    return fact.withShape(Shape.of(dims));
  }
}
