package com.example.spikezip.c;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Neuron;

/** The text of {@code network.c}: its numbers, a function for each node, and {@code step}. */
final class CNetwork {
  private final SpikingPart part;
  private final StringBuilder numbers = new StringBuilder();
  private final StringBuilder functions = new StringBuilder();
  private final StringBuilder rest = new StringBuilder();
  private final Set<String> defined = new HashSet<>();

  private CNetwork(SpikingPart part) {
    this.part = part;
  }

  static String of(SpikingPart part) {
    return new CNetwork(part).text();
  }

  private String text() {
    StringBuilder steps = new StringBuilder();
    part.given().forEach(this::defineVariable);
    for (Node node : part.nodes()) {
      for (int slot = 0; slot < node.outputs().size(); slot++) {
        defineVariable(node.output(slot));
      }
      if (node.op() instanceof Neuron) {
        define("int32_t", "moved" + node.id(), part.size(node.output()));
        define("int32_t", "settled" + node.id(), 1);
      }
      functions
          .append("\n/* ")
          .append(node.describe().replace("*/", "* /"))
          .append(" */\nstatic void node")
          .append(node.id())
          .append(
              "(const int32_t *least, int32_t max_spike) {\n  (void) least, (void) max_spike;\n")
          .append(Operators.statements(node, this).indent(2))
          .append("}\n");
      steps.append("  node").append(node.id()).append("(least, max_spike);\n");
    }
    return "#include \"runtime.h\"\n\n"
        + numbers
        + functions
        + tables()
        + "\n/* Every neuron at its resting code. */\nstatic void rest(void) {\n"
        + rest
        + "}\n\n/* One step: a neuron of depth d fires if it is least[d - 1] from its target. */\n"
        + "static void step(const int32_t *least, int32_t max_spike) {\n"
        + steps
        + layers().stream()
            .map(
                n ->
                    "  layers[%d].settled = settled%d[0];\n".formatted(layers().indexOf(n), n.id()))
            .collect(Collectors.joining())
        + "}\n";
  }

  private List<Node> layers() {
    return part.layers();
  }

  private String tables() {
    String layers =
        layers().stream()
            .map(
                n ->
                    "  {%d, %d, %d, %s, moved%d, 0},\n"
                        .formatted(
                            n.id(),
                            ((Neuron) n.op()).depth(),
                            part.size(n.output()),
                            name(n.output()),
                            n.id()))
            .collect(Collectors.joining());
    String inputs =
        part.given().stream().map(v -> entry(part.node(v).name(), v)).collect(Collectors.joining());
    String outputs =
        part.spikingOutputs().stream()
            .map(o -> entry(o.name(), o.value()))
            .collect(Collectors.joining());
    return "\nenum { LAYERS = %d, DEPTHS = %d, INPUTS = %d, OUTPUTS = %d };\n"
            .formatted(
                layers().size(), part.depths(), part.given().size(), part.spikingOutputs().size())
        + "\nstatic struct layer layers[LAYERS + 1] = {\n%s  {0, 0, 0, 0, 0, 0}\n};\n"
            .formatted(layers)
        + "static const struct numbers inputs[INPUTS + 1] = {\n%s  {0, 0, 0, 0}\n};\n"
            .formatted(inputs)
        + "static const struct numbers outputs[OUTPUTS + 1] = {\n%s  {0, 0, 0, 0}\n};\n"
            .formatted(outputs);
  }

  private String entry(String name, Value value) {
    return "  {%s, %s, sizeof %s, %d},\n"
        .formatted(CText.text(name), name(value), name(value), part.isFloat(value) ? 1 : 0);
  }

  SpikingPart part() {
    return part;
  }

  /** The variable or constant of a value, with its own type: float or int32_t. */
  String use(Value value) {
    return part.constant(value)
        .map(tensor -> constant("c" + name(value), type(value), tensor))
        .orElse(name(value));
  }

  /** A constant of the narrowest type that holds it. */
  String weights(Value value) {
    ElementType type = part.type(value);
    String narrow =
        type == ElementType.I8 ? "int8_t" : type == ElementType.I16 ? "int16_t" : "int32_t";
    return constant("w" + name(value), narrow, part.constant(value).orElseThrow());
  }

  private String constant(String name, String type, Tensor tensor) {
    if (defined.add(name)) {
      numbers.append(CText.array(type, name, CText.numbers(tensor)));
    }
    return name;
  }

  /** One more constant of a node. */
  String table(String name, int[] values) {
    numbers.append(CText.array("int32_t", name, CText.numbers(values)));
    return name;
  }

  void define(String type, String name, int size) {
    numbers.append("static %s %s[%d];\n".formatted(type, name, Math.max(1, size)));
  }

  /** A statement that brings the network to rest. */
  void atRest(String statement) {
    rest.append("  ").append(statement).append('\n');
  }

  String type(Value value) {
    return part.isFloat(value) ? "float" : "int32_t";
  }

  private void defineVariable(Value value) {
    if (defined.add(name(value))) {
      define(type(value), name(value), part.size(value));
    }
  }

  private static String name(Value value) {
    return "v" + value.node() + (value.slot() == 0 ? "" : "_" + value.slot());
  }
}
