package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spikezip.api.MacCount;
import org.spikezip.api.OpClasses;
import org.spikezip.cli.print.Output;
import org.spikezip.cli.print.Table;
import org.spikezip.cli.print.Wrap;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Node;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.Input;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.OpClass;

/** What a graph consists of, for people and programs: of any stage, most of it once spiking. */
public final class GraphSummary {
  private static final int MOST_HOST_LINES = 12;

  private final Graph graph;
  private final OpClasses classes;

  /** The summary of a graph. */
  public GraphSummary(Graph graph) {
    this.graph = graph;
    this.classes = OpClasses.of(graph);
  }

  /** All there is to tell of a spiking graph. */
  public void tell(Output output) {
    interfaceTo(output);
    classesTo(output);
    neuronsTo(output);
    new QuantizationSummary(graph).tell(output);
    shareTo(output);
    hostTo(output);
  }

  /** Inputs and outputs. */
  void interfaceTo(Output output) {
    ArrayNode inputs = output.json().putArray("inputs");
    Table table = new Table("  ");
    for (Node input : graph.inputNodes()) {
      value(inputs, input.name(), input.fact().type().symbol(), input.fact().shape().toString());
      table.row("input", input.name(), input.fact().toString());
    }
    ArrayNode outputs = output.json().putArray("outputs");
    for (GraphOutput out : graph.outputs()) {
      String type = graph.fact(out.value()).type().symbol();
      value(outputs, out.name(), type, graph.fact(out.value()).shape().toString());
      table.row("output", out.name(), graph.fact(out.value()).toString());
    }
    output.table(table);
  }

  private static void value(ArrayNode list, String name, String type, String shape) {
    list.addObject().put("name", name).put("type", type).put("shape", shape);
  }

  /** The classes of operators with counts; a spiking graph's. */
  private void classesTo(Output output) {
    Map<OpClass, Integer> counts = new EnumMap<>(OpClass.class);
    Map<OpClass, SortedMap<String, Integer>> ops = new EnumMap<>(OpClass.class);
    for (Node node : graph.nodes()) {
      if (!(node.op() instanceof Constant) && !(node.op() instanceof Input)) {
        counts.merge(classes.of(node), 1, Integer::sum);
        ops.computeIfAbsent(classes.of(node), c -> new TreeMap<>())
            .merge(label(node), 1, Integer::sum);
      }
    }
    ObjectNode json = output.json().putObject("classes");
    Table table = new Table("  ", "class", "nodes", "operators");
    counts.forEach(
        (opClass, count) -> {
          json.put(opClass.symbol(), count);
          table.row(opClass.symbol(), count.toString(), listed(ops.get(opClass)));
        });
    output.table(table);
  }

  /** The operators with counts, of a graph of any stage. */
  void operatorsTo(Output output) {
    SortedMap<String, Integer> ops = new TreeMap<>();
    for (Node node : graph.nodes()) {
      if (!(node.op() instanceof Constant) && !(node.op() instanceof Input)) {
        ops.merge(label(node), 1, Integer::sum);
      }
    }
    ObjectNode json = output.json().putObject("operators");
    ops.forEach(json::put);
    output.line("  operators: " + listed(ops));
  }

  /** Layers of neurons, their codes and depth. */
  private void neuronsTo(Output output) {
    int min = Integer.MAX_VALUE;
    int max = Integer.MIN_VALUE;
    int depth = 0;
    for (Node node : graph.nodesOf(Neuron.class)) {
      Neuron neuron = (Neuron) node.op();
      min = Math.min(min, neuron.min());
      max = Math.max(max, neuron.max());
      depth = Math.max(depth, neuron.depth());
    }
    int layers = graph.nodesOf(Neuron.class).size();
    ObjectNode json = output.json().putObject("neurons");
    json.put("layers", layers).put("depth", depth);
    if (layers > 0) {
      json.put("smallestCode", min).put("largestCode", max);
      output.line(
          String.format(
              Locale.ROOT,
              "  quantizers: %d layers of neurons, %d deep, codes from %d to %d",
              layers,
              depth,
              min,
              max));
    }
  }

  /** The share of multiply-accumulates that spikes drive. */
  private void shareTo(Output output) {
    MacCount macs = MacCount.of(graph, Map.of());
    output.json().put("macs", macs.total()).put("spikingMacShare", macs.spikingShare());
    output.line(
        String.format(
            Locale.ROOT,
            "  spiking: %.2f%% of %.3g million multiply-accumulates (open sizes: batch 1, others"
                + " 16)",
            100 * macs.spikingShare(),
            macs.total() / 1e6));
  }

  /** What another runtime evaluates, and why. */
  void hostTo(Output output) {
    ArrayNode host = output.json().putArray("host");
    int lines = 0;
    for (Node node : graph.nodesOf(HostOp.class)) {
      HostOp op = (HostOp) node.op();
      boolean once = classes.of(node) == OpClass.STATIC;
      String why =
          "no canonical form of "
              + label(node)
              + ", opset "
              + op.opset()
              + (once ? "; depends on no spike, so evaluated once" : "");
      host.addObject().put("name", node.name()).put("type", label(node)).put("reason", why);
      if (lines++ < MOST_HOST_LINES) {
        output.line("  host: \"" + node.name() + "\": " + why);
      }
    }
    if (lines > MOST_HOST_LINES) {
      output.line("  and " + (lines - MOST_HOST_LINES) + " more, see --json");
    }
    if (lines == 0) {
      output.line("  host: none, nothing is left to another runtime");
    }
  }

  private static String label(Node node) {
    return node.op() instanceof HostOp op
        ? (op.domain().isEmpty() ? "" : op.domain() + "::") + op.type()
        : node.op().name();
  }

  private static String listed(SortedMap<String, Integer> counts) {
    StringBuilder text = new StringBuilder();
    counts.forEach(
        (name, count) ->
            text.append(text.isEmpty() ? "" : ", ")
                .append(count)
                .append(Wrap.TOGETHER)
                .append(name));
    return text.toString();
  }
}
