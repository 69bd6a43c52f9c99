package com.example.spikezip.c;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.spikezip.api.reference.RouteMap;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.Decode;
import org.spikezip.ir.op.Input;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.ReduceKind;
import org.spikezip.ir.op.RmsNorm;
import org.spikezip.ir.op.Rounding;
import org.spikezip.ir.op.Softmax;
import org.spikezip.ir.op.Synapse;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;

/** The operators that this backend can write, each with its C. */
final class Operators {
  /** More constants make a text that C compilers take minutes for. */
  private static final long MOST_CONSTANTS = 4_000_000;

  private static final Map<UnaryKind, String> UNARIES =
      Map.ofEntries(
          Map.entry(UnaryKind.NEG, "sz_neg"),
          Map.entry(UnaryKind.ABS, "fabsf"),
          Map.entry(UnaryKind.EXP, "sz_exp"),
          Map.entry(UnaryKind.LOG, "sz_log"),
          Map.entry(UnaryKind.SQRT, "sqrtf"),
          Map.entry(UnaryKind.RSQRT, "sz_rsqrt"),
          Map.entry(UnaryKind.RECIPROCAL, "sz_reciprocal"),
          Map.entry(UnaryKind.RELU, "sz_relu"),
          Map.entry(UnaryKind.SIGMOID, "sz_sigmoid"),
          Map.entry(UnaryKind.TANH, "sz_tanh"),
          Map.entry(UnaryKind.ERF, "sz_erf"),
          Map.entry(UnaryKind.GELU, "sz_gelu"),
          Map.entry(UnaryKind.GELU_TANH, "sz_gelu_tanh"),
          Map.entry(UnaryKind.SILU, "sz_silu"),
          Map.entry(UnaryKind.SOFTPLUS, "sz_softplus"));

  private static final Map<BinaryKind, String> BINARIES =
      Map.of(
          BinaryKind.ADD, "%s + %s",
          BinaryKind.SUB, "%s - %s",
          BinaryKind.MUL, "%s * %s",
          BinaryKind.DIV, "%s / %s",
          BinaryKind.MIN, "sz_min(%s, %s)",
          BinaryKind.MAX, "sz_max(%s, %s)");

  private static final Map<Class<? extends Op>, BiFunction<Node, CNetwork, String>> WRITERS =
      new HashMap<>();

  static {
    WRITERS.put(Neuron.class, Operators::neuron);
    WRITERS.put(Synapse.class, Products::synapse);
    WRITERS.put(Bilinear.class, Products::bilinear);
    WRITERS.put(Decode.class, Operators::decode);
    WRITERS.put(Unary.class, Operators::unary);
    WRITERS.put(Binary.class, Operators::binary);
    WRITERS.put(Softmax.class, Rows::softmax);
    WRITERS.put(LayerNorm.class, Rows::layerNorm);
    WRITERS.put(RmsNorm.class, Rows::rmsNorm);
    WRITERS.put(Reduce.class, Rows::reduce);
  }

  private Operators() {}

  /** Why this backend cannot take a network; empty if it can. */
  static List<String> reasonsAgainst(Graph graph) {
    Set<Node> reached = SpikingPart.reached(graph);
    List<String> reasons = new ArrayList<>();
    long constants = 0;
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Constant constant) {
        constants += constant.value().size();
      }
      if (reached.contains(node) && !isKnown(node)) {
        reasons.add(node.describe() + " has no C here");
      }
    }
    if (constants > MOST_CONSTANTS) {
      reasons.add(constants + " constants, and C is written for at most " + MOST_CONSTANTS);
    }
    return reasons;
  }

  private static boolean isKnown(Node node) {
    Op op = node.op();
    for (Fact fact : node.outputs()) {
      if (fact.type() != ElementType.F32 && fact.type() != ElementType.I32) {
        return false;
      }
    }
    if (op instanceof Unary unary) {
      return UNARIES.containsKey(unary.kind()) && isFloat(node);
    }
    if (op instanceof Binary binary) {
      return BINARIES.containsKey(binary.kind()) && isFloat(node);
    }
    if (op instanceof Reduce reduce) {
      return reduce.kind() != ReduceKind.PROD && reduce.kind() != ReduceKind.MIN && isFloat(node);
    }
    return WRITERS.containsKey(op.getClass()) || RouteMap.isRoute(op);
  }

  /**
   * Whether there is C for a node that no spike reaches.
   *
   * @param constants values that are the same for all inputs
   */
  static boolean hasC(Node node, Set<Value> constants) {
    List<Value> inputs = node.inputs();
    int moved =
        RouteMap.isRoute(node.op())
            ? RouteMap.movedInputs(node.op(), inputs.size())
            : inputs.size();
    return !(node.op() instanceof Input)
        && isKnown(node)
        && inputs.stream().skip(moved).allMatch(v -> v.isAbsent() || constants.contains(v));
  }

  private static boolean isFloat(Node node) {
    return node.fact().type() == ElementType.F32;
  }

  /** The statements that compute a node's outputs. */
  static String statements(Node node, CNetwork net) {
    return RouteMap.isRoute(node.op())
        ? Routes.route(node, net)
        : WRITERS.get(node.op().getClass()).apply(node, net);
  }

  private static String neuron(Node node, CNetwork net) {
    Neuron op = (Neuron) node.op();
    Value out = node.output();
    int size = net.part().size(out);
    net.atRest(
        "for (int i = 0; i < %d; i++) %s[i] = %s;"
            .formatted(size, net.use(out), element(node.input(4), out, net)));
    return """
    settled%1$d[0] = 1;
    for (int i = 0; i < %2$d; i++) {
      int32_t target = %3$s(%4$s[i], %5$s, %6$s, %7$s);
      moved%1$d[i] = fire(&%8$s[i], target, least[%9$d], max_spike);
      settled%1$d[0] &= %8$s[i] == target;
    }
    """
        .formatted(
            node.id(),
            size,
            op.rounding() == Rounding.HALF_EVEN ? "half_even" : "half_up",
            net.use(node.input(0)),
            element(node.input(1), out, net),
            element(node.input(2), out, net),
            element(node.input(3), out, net),
            net.use(out),
            op.depth() - 1);
  }

  private static String decode(Node node, CNetwork net) {
    Value out = node.output();
    return each(
        out,
        element(node.input(1), out, net) + " * (float) " + element(node.input(0), out, net),
        net);
  }

  private static String unary(Node node, CNetwork net) {
    Value out = node.output();
    String function = UNARIES.get(((Unary) node.op()).kind());
    return each(out, function + "(" + element(node.input(0), out, net) + ")", net);
  }

  private static String binary(Node node, CNetwork net) {
    Value out = node.output();
    return each(
        out,
        BINARIES
            .get(((Binary) node.op()).kind())
            .formatted(element(node.input(0), out, net), element(node.input(1), out, net)),
        net);
  }

  /** A loop over all elements i. */
  private static String each(Value out, String number, CNetwork net) {
    return "for (int i = 0; i < %d; i++) %s[i] = %s;\n"
        .formatted(net.part().size(out), net.use(out), number);
  }

  /** The element of a value that belongs to element i of an output. */
  private static String element(Value value, Value out, CNetwork net) {
    return net.use(value)
        + "["
        + CText.index("i", net.part().dims(value), net.part().dims(out))
        + "]";
  }
}
