package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.spikezip.api.RunListener;
import org.spikezip.api.account.LayerAccount;
import org.spikezip.api.account.MachineAccount;
import org.spikezip.cli.print.Output;
import org.spikezip.cli.print.Table;
import org.spikezip.ir.op.OpClass;

/**
 * What runs cost on a machine, as means over the samples; collected from several threads. Says
 * nothing where the backend does not account.
 */
final class MachineCosts {
  private static final List<String> COUNTS =
      List.of("spikes", "synapticOperations", "neuronUpdates", "floatOperations");

  private final List<MachineAccount> accounts = new ArrayList<>();

  /** A listener that collects, and hears everything else for another one. */
  RunListener collecting(RunListener other) {
    return new ForwardingListener(other) {
      @Override
      public void accounted(MachineAccount account) {
        super.accounted(account);
        add(account);
      }
    };
  }

  private synchronized void add(MachineAccount account) {
    accounts.add(account);
  }

  private double mean(ToDoubleFunction<MachineAccount> figure) {
    return accounts.stream().mapToDouble(figure).average().orElse(0);
  }

  private double figure(String name) {
    return mean(a -> a.figures().getOrDefault(name, 0.0));
  }

  void tell(Output output) {
    if (accounts.isEmpty()) {
      return;
    }
    MachineAccount first = accounts.get(0);
    ObjectNode json = output.json().putObject("machine");
    json.put("name", first.machine()).put("samples", accounts.size());
    ArrayNode unpublished = json.putArray("unpublished");
    first.unpublished().forEach(unpublished::add);
    json.put("energy", mean(MachineAccount::totalEnergy));
    json.put("floatEnergy", mean(MachineAccount::floatEnergy));
    json.put("quantizedEnergy", mean(MachineAccount::quantizedEnergy));
    ObjectNode figures = json.putObject("figures");
    first.figures().keySet().forEach(name -> figures.put(name, figure(name)));
    output.gap();
    output.table(summary(first));
    output.gap();
    output.table(classes(json.putArray("classes")));
    layers(json.putArray("layers"));
    if (!first.unpublished().isEmpty()) {
      output.line(
          "not published for this machine, and so not counted: "
              + String.join(", ", first.unpublished()));
    }
  }

  private Table summary(MachineAccount first) {
    Table table = new Table("");
    table.row("machine", first.machine() + (accounts.size() > 1 ? "; means of the samples" : ""));
    String dense =
        Stream.of(
                beside(first, "multiply_accumulate", "float network", MachineAccount::floatEnergy),
                beside(
                    first,
                    "int8_multiply_accumulate",
                    "8-bit network",
                    MachineAccount::quantizedEnergy))
            .reduce("", String::concat);
    table.row("energy", joules(mean(MachineAccount::totalEnergy)) + dense);
    table.row("latency", latency(first));
    table.row(
        "busiest core",
        text(
            "%,.0f operations, mean %,.0f; %,.0f cores",
            figure("busiestCore"), figure("meanCore"), figure("cores")));
    table.row(
        "messages",
        text(
            "%,.0f over %,.0f hops; at most %,.0f on a link in a step",
            figure("messages"), figure("hops"), figure("busiestLink")));
    return table;
  }

  private String beside(
      MachineAccount first, String constant, String what, ToDoubleFunction<MachineAccount> energy) {
    return first.unpublished().contains(constant) ? "" : "; " + what + " " + joules(mean(energy));
  }

  private String latency(MachineAccount first) {
    if (first.figures().containsKey("seconds")) {
      return text("%s; %,.0f cycles", seconds(figure("seconds")), figure("cycles"));
    }
    return first.figures().containsKey("cycles")
        ? text("%,.0f cycles; this machine states no times", figure("cycles"))
        : "none: without barriers there are no steps to time";
  }

  /** Operations of each node that did something. */
  private void layers(ArrayNode json) {
    SortedMap<Integer, Sum> sums = new TreeMap<>();
    for (MachineAccount account : accounts) {
      for (LayerAccount layer : account.layers()) {
        sums.computeIfAbsent(layer.node(), node -> new Sum(layer.name(), layer.kind())).add(layer);
      }
    }
    sums.forEach((node, sum) -> put(sum, json.addObject().put("node", node).put("name", sum.name)));
  }

  /** Operations by class of nodes. */
  private Table classes(ArrayNode json) {
    Table table =
        new Table(
            "",
            "class",
            "nodes",
            "dense MACs",
            "spikes",
            "synaptic ops",
            "neuron updates",
            "float ops",
            "energy");
    Map<OpClass, Sum> sums = new EnumMap<>(OpClass.class);
    for (MachineAccount account : accounts) {
      for (LayerAccount layer : account.layers()) {
        sums.computeIfAbsent(layer.kind(), kind -> new Sum(kind.symbol(), kind)).add(layer);
      }
    }
    sums.forEach(
        (kind, sum) -> {
          put(sum, json.addObject());
          List<String> cells =
              new ArrayList<>(List.of(sum.name, "" + sum.nodes.size(), number(sum.macs)));
          for (long count : sum.counts) {
            cells.add(number((double) count));
          }
          cells.add(joules(sum.energy / accounts.size()));
          table.row(cells.toArray(String[]::new));
        });
    return table;
  }

  private String number(double sum) {
    return text("%,.0f", sum / accounts.size());
  }

  private void put(Sum sum, ObjectNode entry) {
    entry.put("class", sum.kind.symbol()).put("nodes", sum.nodes.size());
    entry.put("macs", sum.macs / accounts.size());
    for (int i = 0; i < COUNTS.size(); i++) {
      entry.put(COUNTS.get(i), sum.counts[i] / (double) accounts.size());
    }
    entry.put("energy", sum.energy / accounts.size());
  }

  /** Nodes, over all samples. */
  private static final class Sum {
    private final String name;
    private final OpClass kind;
    private final Set<Integer> nodes = new HashSet<>();
    private final long[] counts = new long[COUNTS.size()];
    private double macs;
    private double energy;

    Sum(String name, OpClass kind) {
      this.name = name;
      this.kind = kind;
    }

    void add(LayerAccount layer) {
      nodes.add(layer.node());
      macs += layer.macs();
      energy += layer.totalEnergy();
      for (int i = 0; i < counts.length; i++) {
        counts[i] += layer.count(COUNTS.get(i));
      }
    }
  }

  private static String joules(double picojoules) {
    return scaled(picojoules, "pJ", "nJ", "µJ", "mJ", "J");
  }

  private static String seconds(double seconds) {
    return scaled(seconds * 1e9, "ns", "µs", "ms", "s");
  }

  private static String scaled(double value, String... units) {
    int unit = 0;
    double scaled = value;
    while (scaled >= 1000 && unit < units.length - 1) {
      scaled /= 1000;
      unit++;
    }
    return text(
        scaled < 10 ? "%.2f %s" : scaled < 100 ? "%.1f %s" : "%.0f %s", scaled, units[unit]);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
