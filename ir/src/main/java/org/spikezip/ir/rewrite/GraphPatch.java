package org.spikezip.ir.rewrite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.Op;

/**
 * Nodes to add to one graph, and values whose users shall take another value instead. What nobody
 * uses afterwards disappears.
 *
 * @param added new nodes in order; inputs are values of the graph or of earlier added nodes
 * @param redirects old value to the value that takes its place
 * @param why one line for the report, such as the name of the block that was recognized
 */
public record GraphPatch(List<Added> added, Map<Value, Value> redirects, String why) {
  /** A new node; its values are made by {@link Builder#add}. */
  public record Added(int id, String name, Op op, List<Value> inputs, List<Fact> outputs) {
    public Added {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }
  }

  public GraphPatch {
    added = List.copyOf(added);
    redirects = Map.copyOf(redirects);
  }

  public static Builder on(Graph graph) {
    return new Builder(graph);
  }

  /** Makes a patch. New nodes have ids beyond those of the graph until it is applied. */
  public static final class Builder {
    private final Graph graph;
    private final List<Added> added = new ArrayList<>();
    private final Map<Value, Value> redirects = new LinkedHashMap<>();

    private Builder(Graph graph) {
      this.graph = graph;
    }

    public Value constant(String name, Tensor value) {
      return add(name, new Constant(value));
    }

    /** Adds a node of one output. */
    public Value add(String name, Op op, Value... inputs) {
      return add(name, op, Arrays.asList(inputs)).get(0);
    }

    /** Adds a node; {@code inputs} may be values of the graph or of this patch. */
    public List<Value> add(String name, Op op, List<Value> inputs) {
      int id = graph.nodes().size() + added.size();
      List<Fact> facts;
      try {
        facts = GraphBuilder.inferred(op, inputs.stream().map(this::fact).toList());
      } catch (SpikezipException e) {
        throw e.in("new node \"" + name + "\" (" + op.name() + ")");
      }
      added.add(new Added(id, name, op, inputs, facts));
      List<Value> values = new ArrayList<>();
      for (int slot = 0; slot < facts.size(); slot++) {
        values.add(new Value(id, slot));
      }
      return values;
    }

    /** What is known of a value of the graph or of this patch. */
    public Fact fact(Value value) {
      if (value.isAbsent()) {
        return Op.ABSENT;
      }
      int old = graph.nodes().size();
      return value.node() < old
          ? graph.fact(value)
          : added.get(value.node() - old).outputs().get(value.slot());
    }

    /**
     * Lets all users of a value take another one.
     *
     * @throws SpikezipException if the other cannot take its place
     */
    public Builder redirect(Value from, Value to) {
      if (!fact(from).compatible(fact(to))) {
        throw new SpikezipException(
            ErrorCode.INTERNAL,
            "a rule puts "
                + fact(to)
                + " in the place of "
                + fact(from)
                + " at "
                + graph.node(from).describe());
      }
      redirects.put(from, to);
      return this;
    }

    public GraphPatch because(String why) {
      return new GraphPatch(added, redirects, why);
    }
  }

  /** The graph with this patch applied. */
  public Graph apply(Graph graph) {
    return PatchedGraph.of(graph, this);
  }
}
