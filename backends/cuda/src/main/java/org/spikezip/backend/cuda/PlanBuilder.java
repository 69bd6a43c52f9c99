package org.spikezip.backend.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.api.reference.StaticPart;
import org.spikezip.backend.cuda.driver.Driver;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Op;

/** Makes the units of a plan, node by node, for the shapes of the inputs at hand. */
final class PlanBuilder {
  final Graph graph;
  final StaticPart staticPart;
  final List<Map<Value, Tensor>> statics;
  final ReferenceEvaluator evaluator;
  final Products products;
  final PlanMemory memory;
  final Counters counters;
  final Cells cells;
  private final Region listCounts;
  private final List<Unit> units = new ArrayList<>();
  private final List<Layer> layers = new ArrayList<>();
  private final List<FloatDownload> downloads = new ArrayList<>();
  private final List<FedCell> fedByUnits = new ArrayList<>();
  private int lists;

  /**
   * A builder.
   *
   * @param statics the static values of each sample; all samples have the same shapes
   */
  PlanBuilder(
      Graph graph,
      StaticPart staticPart,
      List<Map<Value, Tensor>> statics,
      ReferenceEvaluator evaluator,
      Products products,
      Driver driver) {
    this.graph = graph;
    this.staticPart = staticPart;
    this.statics = new ArrayList<>(statics);
    this.evaluator = evaluator;
    this.products = products;
    memory = new PlanMemory(driver, statics.size());
    counters = new Counters(memory);
    cells = new Cells(graph, staticPart, statics.get(0), memory, counters);
    listCounts = memory.shared("lengths of lists", 0);
  }

  /** Places every node that spikes reach. */
  void place(SynapseWeights weights, HostBytes host) {
    for (Node node : graph.nodes()) {
      if (!cells.isStatic(node.output())) {
        try {
          place(node, weights, host);
        } catch (SpikezipException e) {
          throw e.in("node " + node.describe());
        }
      }
    }
    Gates.open(graph, units);
  }

  private void place(Node node, SynapseWeights weights, HostBytes host) {
    CodeUnits codes = new CodeUnits(this, node);
    boolean placed =
        codes.place(weights, host)
            || new RouteUnits(this, node).place()
            || new ElementUnits(this, node).place()
            || new RowUnits(this, node).place();
    if (!placed) {
      new HostUnits(this, node).place();
    }
  }

  void add(DeviceUnit unit) {
    units.add(unit);
  }

  void add(HostUnit unit) {
    units.add(unit);
    downloads.addAll(unit.downloads());
    fedByUnits.addAll(unit.fed());
  }

  /** A layer of neurons, numbered in order. */
  Layer layer(int node, org.spikezip.ir.op.Neuron op, CodeCell codes) {
    Layer layer = new Layer(node, op, codes, layers.size());
    layers.add(layer);
    return layer;
  }

  /** A list of rows, which begins every step empty. */
  RowList list(Result rows) {
    listCounts.grow(Integer.BYTES);
    return new RowList(memory.perSample("a list of rows", 4L * rows.rows()), listCounts, lists++);
  }

  Region listCounts() {
    return listCounts;
  }

  int lists() {
    return lists;
  }

  List<Unit> units() {
    return units;
  }

  List<Layer> layers() {
    return layers;
  }

  List<FloatDownload> downloads() {
    return downloads;
  }

  List<FedCell> fedByUnits() {
    return fedByUnits;
  }

  /** An operand that must be known before the run. */
  Tensor constant(Node node, int index) {
    return graph
        .constant(node.input(index))
        .orElseThrow(
            () ->
                new SpikezipException(
                    ErrorCode.UNSUPPORTED, "input " + index + " must be a constant"));
  }

  /** The same, if it is one. */
  Optional<Tensor> ifConstant(Node node, int index) {
    return node.hasInput(index) ? graph.constant(node.input(index)) : Optional.empty();
  }

  /** The facts of a node's outputs for the shapes at hand. */
  List<Fact> infer(Node node) {
    List<Fact> facts = new ArrayList<>();
    for (Value input : node.inputs()) {
      if (input.isAbsent()) {
        facts.add(Op.ABSENT);
      } else if (cells.isStatic(input)) {
        facts.add(statics.get(0).get(input).fact());
      } else {
        facts.add(graph.fact(input).withShape(Shape.of(cells.dims(input))));
      }
    }
    return node.op().infer(facts);
  }

  /** The dims of a node's output for the shapes at hand. */
  int[] dims(Node node, int slot) {
    return infer(node).get(slot).shape().sizes().orElseThrow();
  }
}
