package org.spikezip.ir.rewrite;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;

/** Applies rules, sweep after sweep, until none fires or the budget is spent. */
public final class Rewriter {
  private static final int MOST_SWEEPS = 200;

  private final List<Rule> rules;

  public Rewriter(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * The rewritten graph, and how often each rule fired.
   *
   * @param graph the result
   * @param fired rule name to number of patches
   * @param reasons what the patches said, in order
   */
  public record Result(Graph graph, SortedMap<String, Integer> fired, List<String> reasons) {
    public Result {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * Rewrites to the fixed point.
   *
   * @throws SpikezipException with code INTERNAL and the busiest rules if there is none within the
   *     budget
   */
  public Result run(Graph graph) {
    SortedMap<String, Integer> fired = new TreeMap<>();
    List<String> reasons = new ArrayList<>();
    Graph current = graph;
    for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      Optional<Graph> next = sweep(current, fired, reasons);
      if (next.isEmpty()) {
        return new Result(current, fired, reasons);
      }
      current = next.get();
    }
    String busiest =
        fired.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(3)
            .map(e -> e.getKey() + " (" + e.getValue() + ")")
            .collect(Collectors.joining(", "));
    throw new SpikezipException(
        ErrorCode.INTERNAL,
        "rewriting does not end after " + MOST_SWEEPS + " sweeps; busiest rules: " + busiest);
  }

  /** One pass over the nodes; patches that touch a node already patched wait for the next sweep. */
  private Optional<Graph> sweep(Graph graph, Map<String, Integer> fired, List<String> reasons) {
    Uses uses = graph.uses();
    Touched touched = new Touched();
    List<GraphPatch> patches = new ArrayList<>();
    for (Node node : graph.nodes()) {
      for (Rule rule : rules) {
        Optional<GraphPatch> patch = offered(rule, graph, uses, node);
        if (patch.isPresent() && touched.add(patch.get())) {
          patches.add(patch.get());
          fired.merge(rule.name(), 1, Integer::sum);
          if (!patch.get().why().isEmpty()) {
            reasons.add(rule.name() + ": " + patch.get().why());
          }
          break;
        }
      }
    }
    return patches.isEmpty() ? Optional.empty() : Optional.of(merge(graph, patches).apply(graph));
  }

  private static Optional<GraphPatch> offered(Rule rule, Graph graph, Uses uses, Node node) {
    try {
      return rule.apply(graph, uses, node);
    } catch (SpikezipException e) {
      throw e.in("rule " + rule.name() + " at node " + node.describe());
    }
  }

  /** One patch that does what all of these do. */
  private static GraphPatch merge(Graph graph, List<GraphPatch> patches) {
    List<GraphPatch.Added> added = new ArrayList<>();
    Map<Value, Value> redirects = new HashMap<>();
    int first = graph.nodes().size();
    for (GraphPatch patch : patches) {
      int shift = added.size();
      for (GraphPatch.Added node : patch.added()) {
        List<Value> inputs = node.inputs().stream().map(v -> shifted(v, first, shift)).toList();
        added.add(
            new GraphPatch.Added(
                node.id() + shift, node.name(), node.op(), inputs, node.outputs()));
      }
      patch.redirects().forEach((from, to) -> redirects.put(from, shifted(to, first, shift)));
    }
    return new GraphPatch(added, redirects, "");
  }

  /**
   * The values that the patches of one sweep replace and use: what one replaces, no other may
   * touch.
   */
  private static final class Touched {
    private final Set<Value> replaced = new HashSet<>();
    private final Set<Value> used = new HashSet<>();

    boolean add(GraphPatch patch) {
      Set<Value> from = patch.redirects().keySet();
      Set<Value> needed = new HashSet<>(patch.redirects().values());
      patch.added().forEach(node -> needed.addAll(node.inputs()));
      boolean clash =
          from.stream().anyMatch(v -> replaced.contains(v) || used.contains(v))
              || needed.stream().anyMatch(replaced::contains);
      if (!clash) {
        replaced.addAll(from);
        used.addAll(needed);
      }
      return !clash;
    }
  }

  private static Value shifted(Value value, int first, int shift) {
    return value.node() < first ? value : new Value(value.node() + shift, value.slot());
  }
}
