package org.spikezip.backend.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.spikezip.api.HostOps;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.api.reference.RouteMap;
import org.spikezip.api.reference.StaticPart;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.Decode;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Pad;
import org.spikezip.ir.op.Synapse;

/** Makes the units of a plan, node by node, for the shapes of the inputs at hand. */
final class PlanBuilder {
  private final Graph graph;
  private final StaticPart staticPart;
  private final Map<Value, Tensor> statics;
  private final Map<Integer, SynapseWeights> weights;
  private final ReferenceEvaluator evaluator;
  private final Kernels kernels;
  private final Map<Value, Cell> cells = new HashMap<>();
  private final Map<Value, Cell> staticCells = new LinkedHashMap<>();
  private final List<Unit> units = new ArrayList<>();

  /**
   * A builder.
   *
   * @param statics the static values for the inputs at hand
   * @param weights the constants of each synapse, by node; filled where missing
   */
  PlanBuilder(
      Graph graph,
      StaticPart staticPart,
      Map<Value, Tensor> statics,
      Map<Integer, SynapseWeights> weights,
      ReferenceEvaluator evaluator,
      Kernels kernels) {
    this.graph = graph;
    this.staticPart = staticPart;
    this.statics = statics;
    this.weights = weights;
    this.evaluator = evaluator;
    this.kernels = kernels;
  }

  Plan build() {
    for (Node node : graph.nodes()) {
      if (!statics.containsKey(node.output())) {
        try {
          place(node);
        } catch (SpikezipException e) {
          throw e.in("node " + node.describe());
        }
      }
    }
    Map<String, Supplier<Tensor>> outputs = new LinkedHashMap<>();
    Map<String, Value> staticOutputs = new LinkedHashMap<>();
    for (GraphOutput output : graph.outputs()) {
      if (statics.containsKey(output.value())) {
        staticOutputs.put(output.name(), output.value());
      } else {
        outputs.put(output.name(), content(output.value()));
      }
    }
    for (int i = units.size() - 1; i >= 0; i--) {
      units.get(i).countFanOut();
    }
    Gates.open(graph, units);
    return new Plan(graph, staticPart, statics, staticCells, units, outputs, staticOutputs);
  }

  private Supplier<Tensor> content(Value value) {
    if (!(cells.get(value) instanceof CodeCell codes)) {
      return cells.get(value)::tensor;
    }
    for (Unit unit : units) {
      if (unit instanceof NeuronUnit neuron && neuron.out() == codes) {
        return neuron::codes;
      }
    }
    throw new SpikezipException(
        ErrorCode.UNSUPPORTED, "an output of the graph is a route of codes");
  }

  private void place(Node node) {
    Op op = node.op();
    if (op instanceof Neuron neuron) {
      placeNeuron(node, neuron);
    } else if (op instanceof Synapse) {
      placeSynapse(node);
    } else if (op instanceof Bilinear) {
      placeBilinear(node);
    } else if (op instanceof Decode) {
      placeDecode(node);
    } else if (RouteMap.isRoute(op) && moves(node)) {
      placeRoute(node);
    } else if (!new RowFunctions(node, this, kernels.functions()).place()) {
      placeOpaque(node);
    }
  }

  private void placeNeuron(Node node, Neuron op) {
    FloatCell potential = floats(node.input(0));
    NeuronParameters parameters =
        NeuronParameters.of(
            potential.dims(),
            constant(node, 1),
            constant(node, 2),
            constant(node, 3),
            constant(node, 4));
    CodeCell out =
        new CodeCell(potential.dims(), parameters.rest(), node.fact().codes().orElseThrow());
    cells.put(node.output(), out);
    units.add(new NeuronUnit(node.id(), op, potential, parameters, out, kernels));
  }

  private void placeSynapse(Node node) {
    CodeCell codes = codes(node.input(0));
    SynapseWeights constants =
        weights.computeIfAbsent(
            node.id(),
            id ->
                new SynapseWeights(
                    constant(node, 1),
                    constant(node, 2).floats(),
                    node.hasInput(3) ? constant(node, 3).floats() : new float[0],
                    codes.range(),
                    kernels));
    FloatCell out = floatOutput(node);
    units.add(new SynapseUnit(node.id(), codes, constants, out));
  }

  private void placeBilinear(Node node) {
    CodeCell left = codes(node.input(0));
    CodeCell right = codes(node.input(1));
    FloatCell out = floatOutput(node);
    Tensor scale = constant(node, 2);
    ProductShape shape = new ProductShape(left.dims(), right.dims(), out.dims());
    long largest = (long) left.range().magnitude() * right.range().magnitude();
    Broadcast rows = Broadcast.of(scale.dims(), out.dims());
    boolean narrow = Math.multiplyExact(largest, (long) shape.k()) <= Integer.MAX_VALUE;
    units.add(
        narrow
            ? new IntBilinearUnit(node.id(), left, right, shape, scale.floats(), rows, out, kernels)
            : new LongBilinearUnit(
                node.id(), left, right, shape, scale.floats(), rows, out, kernels));
  }

  private void placeDecode(Node node) {
    CodeCell codes = codes(node.input(0));
    Tensor theta = constant(node, 1);
    Broadcast rows = Broadcast.of(theta.dims(), codes.dims());
    units.add(new DecodeUnit(node.id(), codes, theta.floats(), rows, floatOutput(node)));
  }

  /** Whether what the route moves are codes or floats, and where it moves them is known. */
  private boolean moves(Node node) {
    int moved = RouteMap.movedInputs(node.op(), node.inputs().size());
    for (int i = 0; i < node.inputs().size(); i++) {
      Value input = node.input(i);
      boolean fits =
          i < moved
              ? isFloat(input) || cells.get(input) instanceof CodeCell
              : input.isAbsent()
                  || (statics.containsKey(input) && !staticPart.dependsOnInput(input));
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private void placeRoute(Node node) {
    int moved = RouteMap.movedInputs(node.op(), node.inputs().size());
    List<int[]> sources =
        RouteMap.of(
            node.op(), node.inputs().stream().map(this::dims).toList(), integers(node, moved));
    List<Fact> facts = infer(node);
    boolean ofCodes = cells.get(node.input(0)) instanceof CodeCell;
    float outside = node.op() instanceof Pad pad ? pad.value() : 0;
    for (int slot = 0; slot < sources.size(); slot++) {
      int[] dims = facts.get(slot).shape().sizes().orElseThrow();
      if (ofCodes) {
        List<CodeCell> operands =
            node.inputs().subList(0, moved).stream().map(this::codes).toList();
        int[] rest = CodeRouteUnit.rest(operands, sources.get(slot));
        CodeCell out = new CodeCell(dims, rest, node.outputs().get(slot).codes().orElseThrow());
        cells.put(node.output(slot), out);
        units.add(new CodeRouteUnit(node.id(), operands, sources.get(slot), out));
      } else {
        List<FloatCell> operands =
            node.inputs().subList(0, moved).stream().map(this::floats).toList();
        FloatCell out = new FloatCell(facts.get(slot).type(), dims);
        cells.put(node.output(slot), out);
        units.add(FloatRoute.unit(node.id(), operands, sources.get(slot), outside, out));
      }
    }
  }

  private List<Tensor> integers(Node node, int moved) {
    List<Tensor> operands = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      operands.add(
          i < moved || node.input(i).isAbsent() ? HostOps.ABSENT : statics.get(node.input(i)));
    }
    return operands;
  }

  private void placeOpaque(Node node) {
    List<Supplier<Tensor>> operands = new ArrayList<>();
    List<Tensor> samples = new ArrayList<>();
    for (Value input : node.inputs()) {
      Cell cell = input.isAbsent() ? null : cells.get(input);
      if (cell instanceof CodeCell) {
        throw new SpikezipException(
            ErrorCode.UNSUPPORTED, "takes codes, but only numbers are defined for it");
      }
      if (cell == null && !input.isAbsent()) {
        cell = staticOperand(input);
      }
      Tensor fixed = input.isAbsent() ? HostOps.ABSENT : statics.get(input);
      operands.add(cell == null ? () -> fixed : cell::tensor);
      samples.add(cell == null || statics.containsKey(input) ? fixed : cell.tensor());
    }
    List<Cell> outs = new ArrayList<>();
    List<Tensor> first = evaluator.evaluate(node.op(), samples);
    for (int slot = 0; slot < first.size(); slot++) {
      Tensor tensor = first.get(slot);
      Cell out =
          FloatCell.canHold(tensor.type())
              ? new FloatCell(tensor.type(), tensor.dims())
              : new TensorCell(tensor);
      cells.put(node.output(slot), out);
      outs.add(out);
    }
    OpaqueUnit unit = new OpaqueUnit(node.id(), node.op(), operands, outs, evaluator);
    for (Value input : node.inputs()) {
      Cell cell = cells.containsKey(input) ? cells.get(input) : staticCells.get(input);
      if (cell != null) {
        cell.feed(unit, unit.dirty(), RowMap.ALL);
      }
    }
    units.add(unit);
  }

  /** The cell of a static value; none if it is the same for all inputs of these shapes. */
  private Cell staticOperand(Value value) {
    Tensor tensor = statics.get(value);
    if (FloatCell.canHold(tensor.type())) {
      return floats(value);
    }
    return staticPart.dependsOnInput(value)
        ? staticCells.computeIfAbsent(value, v -> new TensorCell(tensor))
        : null;
  }

  /** Whether the value is, or can be held as, floats. */
  boolean isFloat(Value value) {
    if (statics.containsKey(value)) {
      return FloatCell.canHold(statics.get(value).type());
    }
    return cells.get(value) instanceof FloatCell;
  }

  /** The cell of a float value; a static one gets a cell that is loaded before each run. */
  FloatCell floats(Value value) {
    if (statics.containsKey(value)) {
      Tensor tensor = statics.get(value);
      return (FloatCell)
          staticCells.computeIfAbsent(value, v -> new FloatCell(tensor.type(), tensor.dims()));
    }
    if (cells.get(value) instanceof FloatCell floats) {
      return floats;
    }
    throw new SpikezipException(
        ErrorCode.UNSUPPORTED, "expected floats, found " + graph.fact(value));
  }

  boolean isConstant(Value value) {
    return graph.constant(value).isPresent();
  }

  private CodeCell codes(Value value) {
    if (cells.get(value) instanceof CodeCell codes) {
      return codes;
    }
    throw new SpikezipException(
        ErrorCode.UNSUPPORTED, "expected codes of neurons, found " + graph.fact(value));
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

  private int[] dims(Value value) {
    if (value.isAbsent()) {
      return new int[] {0};
    }
    return statics.containsKey(value) ? statics.get(value).dims() : cells.get(value).dims();
  }

  /** The facts of a node's outputs for the shapes at hand. */
  List<Fact> infer(Node node) {
    List<Fact> facts = new ArrayList<>();
    for (Value input : node.inputs()) {
      if (input.isAbsent()) {
        facts.add(Op.ABSENT);
      } else if (statics.containsKey(input)) {
        facts.add(statics.get(input).fact());
      } else {
        facts.add(graph.fact(input).withShape(Shape.of(dims(input))));
      }
    }
    return node.op().infer(facts);
  }

  private FloatCell floatOutput(Node node) {
    return floatOutput(node, ElementType.F32);
  }

  FloatCell floatOutput(Node node, ElementType type) {
    FloatCell out = new FloatCell(type, infer(node).get(0).shape().sizes().orElseThrow());
    cells.put(node.output(), out);
    return out;
  }

  void add(Unit unit) {
    units.add(unit);
  }
}
