package org.spikezip.backend.nir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spikezip.api.OpClasses;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Clip;
import org.spikezip.ir.op.Input;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.OpClass;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.Synapse;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;

/**
 * Says a network at rest in NIR, exactly, row by row. What NIR cannot say is cut out: values that
 * flow into it are outputs of the graph, values that flow out of it inputs.
 */
final class NirTranslation {
  private final Graph network;
  private final NirGraph nir = new NirGraph();
  private final Map<Value, Carried> carried = new HashMap<>();
  private final Set<Integer> fromInputs = new HashSet<>();
  private final Set<Value> shown = new HashSet<>();
  private final Reasons reasons = new Reasons();
  private final OpClasses classes;

  private NirTranslation(Graph network) {
    this.network = network;
    classes = OpClasses.of(network);
  }

  /**
   * What came of a network.
   *
   * @param nir all that could be said
   * @param reasons what NIR has not that the rest would take; none if all could be said
   */
  record Said(NirGraph nir, List<String> reasons) {
    Said {
      reasons = List.copyOf(reasons);
    }
  }

  static Said of(Graph network) {
    NirTranslation translation = new NirTranslation(network);
    network.nodes().forEach(translation::translate);
    network.outputs().forEach(translation::output);
    translation.nir.dropIdleInputs();
    return new Said(translation.nir, translation.reasons.list());
  }

  private void translate(Node node) {
    boolean input = node.op() instanceof Input;
    if (input || node.inputs().stream().anyMatch(v -> fromInputs.contains(v.node()))) {
      fromInputs.add(node.id());
      if (!input) {
        try {
          carried.put(node.output(), said(node));
        } catch (SpikezipException e) {
          reasons.add(node, e.getMessage());
          node.inputs().forEach(this::show);
        }
      }
    }
  }

  private Carried said(Node node) {
    if (node.op() instanceof Neuron neuron) {
      return codes(node, neuron);
    }
    if (node.op() instanceof Synapse) {
      return sums(node);
    }
    if (node.op() instanceof Unary unary && unary.kind() == UnaryKind.RELU) {
      return floats(node.input(0)).then((channel, x) -> Math.max(x, 0));
    }
    if (node.op() instanceof Clip clip) {
      return limited(node, clip);
    }
    if (node.op() instanceof Reshape && flattens(node)) {
      return flattened(node);
    }
    if (node.op() instanceof Binary binary && binary.kind() == BinaryKind.ADD) {
      return shifted(node);
    }
    Optional<Selection> selection = Selection.of(network, node);
    if (selection.isPresent()) {
      return selected(node, selection.get());
    }
    throw unsupported(Reasons.whyNot(classes.of(node)));
  }

  private Carried.Codes codes(Node node, Neuron neuron) {
    Carried.Floats operand = floats(node.input(0));
    Parameters given = new Parameters(network, node);
    int width = operand.width();
    Levels levels =
        new Levels(
            neuron.rounding(),
            given.floats(1, "thresholds", width),
            given.ints(2, "least codes", width),
            given.ints(3, "largest codes", width));
    List<String> names = new ArrayList<>();
    for (int level = 1; level <= levels.count(); level++) {
      String name = "neuron." + node.id() + "." + level;
      names.add(
          nir.threshold(name, level == 1 ? node.name() : "", levels.thresholds(operand, level)));
      nir.edge(operand.node(), names.get(level - 1));
    }
    return new Carried.Codes(names, levels);
  }

  private Carried.Floats sums(Node node) {
    if (!(carried.get(node.input(0)) instanceof Carried.Codes codes)) {
      throw unsupported("no synapse whose codes were moved on their way from the neurons");
    }
    Parameters given = new Parameters(network, node);
    Tensor weights = given.constant(1, "weights");
    int width = weights.dim(1);
    boolean biased = node.hasInput(3) && network.fact(node.input(3)).shape().dim(-1).size() > 0;
    float[] scale = given.floats(2, "scales", width);
    Optional<float[]> bias =
        biased ? Optional.of(given.floats(3, "biases", width)) : Optional.empty();
    WholeSums sums = WholeSums.of(weights.ints(), scale, codes.levels());
    String name = nir.affine("synapse." + node.id(), node.name(), sums.rows(), sums.rest());
    codes.names().forEach(level -> nir.edge(level, name));
    return new Carried.Floats(name, width, Optional.of(new Scaling(scale, bias)), List.of());
  }

  private Carried.Floats limited(Node node, Clip clip) {
    return floats(node.input(0))
        .then((channel, x) -> Math.min(Math.max(x, clip.min()), clip.max()));
  }

  /** Floats plus constants, one a channel. */
  private Carried.Floats shifted(Node node) {
    int constant = network.constant(node.input(0)).isPresent() ? 0 : 1;
    Value operand = node.input(1 - constant);
    Optional<Integer> width = Parameters.width(network, node.output());
    if (network.constant(node.input(constant)).isEmpty()
        || !Parameters.width(network, operand).equals(width)) {
      throw unsupported(Reasons.whyNot(classes.of(node)));
    }
    Carried.Floats floats = floats(operand);
    float[] offsets =
        new Parameters(network, node).floats(constant, "constant summands", floats.width());
    return floats.then((channel, x) -> x + offsets[channel]);
  }

  /** Some channels, also several times: a matrix of zeros and ones, whose sums are exact. */
  private Carried selected(Node node, Selection selection) {
    Carried from =
        carried.get(node.input(0)) instanceof Carried.Codes codes ? codes : floats(node.input(0));
    String name = nir.linear("gather." + node.id(), node.name(), selection.weights(from.width()));
    from.names().forEach(part -> nir.edge(part, name));
    return from.selected(name, selection);
  }

  /** Whether this puts all but the first axis of an input in a row. */
  private boolean flattens(Node node) {
    Node source = network.node(node.input(0));
    Shape shape = source.fact().shape();
    Optional<Integer> width = Parameters.width(network, node.output());
    if (!(source.op() instanceof Input) || width.isEmpty() || shape.rank() < 3) {
      return false;
    }
    return node.fact().shape().rank() == 2
        && shape.dims().stream().skip(1).allMatch(d -> d.isFixed())
        && Arrays.stream(withoutFirst(shape)).reduce(1, Math::multiplyExact) == width.get();
  }

  private static long[] withoutFirst(Shape shape) {
    return shape.dims().stream().skip(1).mapToLong(d -> d.size()).toArray();
  }

  private Carried.Floats flattened(Node node) {
    Node source = network.node(node.input(0));
    long[] shape = withoutFirst(source.fact().shape());
    String input = nir.input(source.name(), source.name(), shape);
    String row = nir.flatten("flatten." + node.id(), node.name(), shape);
    nir.edge(input, row);
    int width = Parameters.width(network, node.output()).orElseThrow();
    return new Carried.Floats(row, width, Optional.empty(), List.of());
  }

  /** The floats of a value; an input of the graph if NIR does not say how they come about. */
  private Carried.Floats floats(Value value) {
    if (!carried.containsKey(value)) {
      carried.put(value, entering(value));
    }
    if (carried.get(value) instanceof Carried.Floats floats) {
      return floats;
    }
    throw unsupported("no such function of codes");
  }

  private Carried.Floats entering(Value value) {
    if (!network.fact(value).type().isFloat()) {
      throw unsupported(Reasons.whyNot(OpClass.STATIC));
    }
    int width =
        Parameters.width(network, value)
            .orElseThrow(() -> unsupported("no rows without a fixed length"));
    Node maker = network.node(value);
    String name = maker.op() instanceof Input ? maker.name() : "in." + label(value);
    String node = nir.input(name, maker.name(), width);
    return new Carried.Floats(node, width, Optional.empty(), List.of());
  }

  private void output(GraphOutput output) {
    if (carried.containsKey(output.value())) {
      show(output.value(), output.name());
    }
  }

  /** Makes an output of a value that NIR carries, where what reads it cannot be said. */
  private void show(Value value) {
    Node maker = value.isAbsent() ? null : network.node(value);
    boolean made = maker != null && !(maker.op() instanceof Input) && carried.containsKey(value);
    boolean entered = made && nir.nodes().containsKey("in." + label(value));
    if (made && !entered && shown.add(value)) {
      show(value, "out." + label(value));
    }
  }

  private void show(Value value, String name) {
    Carried what = carried.get(value);
    if (what instanceof Carried.Floats floats && !floats.functions().isEmpty()) {
      Node maker = network.node(value);
      reasons.add(maker, "no ReLU, limit or constant summand that ends in a float");
      maker.inputs().forEach(this::show);
      return;
    }
    String output = nir.output(name, network.node(value).name(), what.width());
    if (what instanceof Carried.Codes codes) {
      codes.names().forEach(level -> nir.edge(level, output));
      add(name + ".least", codes.names().get(0), codes.levels().leastCodes(), output);
    } else if (what instanceof Carried.Floats floats) {
      String scaled = floats.node();
      if (floats.scaling().isPresent()) {
        Scaling scaling = floats.scaling().get();
        scaled = nir.scale(name + ".scale", "", scaling.scale());
        nir.edge(floats.node(), scaled);
        String sums = floats.node();
        scaling.bias().ifPresent(bias -> add(name + ".bias", sums, bias, output));
      }
      nir.edge(scaled, output);
    }
  }

  private void add(String name, String before, float[] values, String output) {
    nir.edge(nir.numbers(name, "", before, values), output);
  }

  private static String label(Value value) {
    return value.slot() == 0 ? "" + value.node() : value.node() + "." + value.slot();
  }

  private static SpikezipException unsupported(String why) {
    return new SpikezipException(ErrorCode.UNSUPPORTED, why);
  }
}
