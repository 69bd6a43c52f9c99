package org.spikezip.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.Input;
import org.spikezip.ir.op.Op;

/** Makes a graph node by node and infers every fact on the way. Not thread-safe. */
public final class GraphBuilder {
  private final String name;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Integer> inputs = new ArrayList<>();
  private final List<GraphOutput> outputs = new ArrayList<>();
  private final SortedMap<String, String> metadata = new TreeMap<>();

  public GraphBuilder(String name) {
    this.name = name;
  }

  public Value input(String label, Fact fact) {
    inputs.add(nodes.size());
    return add(label, new Input(fact), List.of()).get(0);
  }

  public Value constant(String label, Tensor tensor) {
    return add(label, new Constant(tensor), List.of()).get(0);
  }

  /** Adds a node of one output. */
  public Value add(String label, Op op, Value... operands) {
    return add(label, op, Arrays.asList(operands)).get(0);
  }

  /**
   * Adds a node.
   *
   * @return its outputs in order
   * @throws SpikezipException if the operator does not accept these inputs
   */
  public List<Value> add(String label, Op op, List<Value> operands) {
    List<Fact> facts;
    try {
      facts = inferred(op, operands.stream().map(this::fact).toList());
    } catch (SpikezipException e) {
      throw e.in("node \"" + label + "\" (" + op.name() + ")");
    }
    return addAs(label, op, operands, facts);
  }

  /**
   * The facts of an operator's outputs. Operators may come from anyone and their attributes from
   * any file, so whatever goes wrong inside comes out as one error.
   *
   * @throws SpikezipException if the operator does not accept these inputs
   */
  public static List<Fact> inferred(Op op, List<Fact> inputs) {
    try {
      return op.infer(inputs);
    } catch (SpikezipException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, "does not accept " + inputs + ": " + e.getMessage(), "", e);
    }
  }

  /** Adds a node with facts that are known already. */
  public List<Value> addAs(String label, Op op, List<Value> operands, List<Fact> facts) {
    Node node = new Node(nodes.size(), label, op, operands, facts);
    nodes.add(node);
    List<Value> values = new ArrayList<>();
    for (int slot = 0; slot < facts.size(); slot++) {
      values.add(node.output(slot));
    }
    return values;
  }

  /** The id that the next node gets. */
  public int nextId() {
    return nodes.size();
  }

  /** What is known of a value made so far; of an absent one, an empty {@code bool} vector. */
  public Fact fact(Value value) {
    return value.isAbsent() ? Op.ABSENT : nodes.get(value.node()).outputs().get(value.slot());
  }

  public Node node(Value value) {
    return nodes.get(value.node());
  }

  public void output(String label, Value value) {
    outputs.add(new GraphOutput(label, value));
  }

  public void metadata(Map<String, String> more) {
    metadata.putAll(more);
  }

  public Graph build(Stage stage) {
    return new Graph(name, stage, nodes, inputs, outputs, metadata);
  }
}
