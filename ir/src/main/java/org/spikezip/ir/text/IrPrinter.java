package org.spikezip.ir.text;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Constant;

/** Writes a graph as text, one node a line; equal graphs give equal text. */
public final class IrPrinter {
  private IrPrinter() {}

  /** The text of the whole graph, in the form that the package describes. */
  public static String print(Graph graph) {
    return print(graph, TensorText.MOST_INLINE);
  }

  /** The same with every element of every tensor, so that the text alone makes the graph again. */
  public static String printWhole(Graph graph) {
    return print(graph, Integer.MAX_VALUE);
  }

  /** A tensor with every element: {@code f32[2] [1.0, -2.5]}. */
  public static String printWhole(Tensor tensor) {
    return TensorText.print(tensor, Integer.MAX_VALUE);
  }

  private static String print(Graph graph, int mostInline) {
    StringBuilder text = new StringBuilder();
    String stage = graph.stage().name().toLowerCase(Locale.ROOT);
    text.append("graph ").append(Literals.quote(graph.name())).append(' ').append(stage);
    text.append(" {\n");
    graph
        .metadata()
        .forEach(
            (key, value) ->
                text.append("  meta ")
                    .append(Literals.quote(key))
                    .append(" = ")
                    .append(Literals.quote(value))
                    .append('\n'));
    for (Node node : graph.nodes()) {
      text.append("  ").append(print(node, mostInline)).append('\n');
    }
    if (!graph.outputs().isEmpty()) {
      text.append("  return ")
          .append(
              graph.outputs().stream()
                  .map(o -> Literals.quote(o.name()) + " = " + o.value())
                  .collect(Collectors.joining(", ")))
          .append('\n');
    }
    return text.append("}\n").toString();
  }

  /** The line of one node. */
  public static String print(Node node) {
    return print(node, TensorText.MOST_INLINE);
  }

  private static String print(Node node, int mostInline) {
    StringBuilder line = new StringBuilder("%").append(node.id());
    if (node.outputs().size() != 1) {
      line.append(':').append(node.outputs().size());
    }
    line.append(' ').append(Literals.quote(node.name())).append(" = ");
    line.append(Literals.name(node.op().name()));
    if (!node.inputs().isEmpty()) {
      line.append(
          node.inputs().stream().map(Value::toString).collect(Collectors.joining(", ", "(", ")")));
    }
    line.append(attributes(node.op().attributes(), mostInline));
    if (!(node.op() instanceof Constant) && !node.outputs().isEmpty()) {
      line.append(" : ").append(facts(node.outputs()));
    }
    return line.toString();
  }

  /**
   * The name under which a large tensor stands in the text: the first 12 hexadecimal digits of the
   * SHA-256 of its bytes.
   */
  public static String hash(Tensor tensor) {
    return TensorText.hash(tensor);
  }

  private static String facts(List<Fact> facts) {
    return facts.stream().map(FactText::print).collect(Collectors.joining(", "));
  }

  private static String attributes(Attributes attributes, int mostInline) {
    return attributes.values().isEmpty()
        ? ""
        : attributes.values().entrySet().stream()
            .map(
                e ->
                    Literals.name(e.getKey()) + "=" + AttributeText.print(e.getValue(), mostInline))
            .collect(Collectors.joining(", ", " {", "}"));
  }
}
