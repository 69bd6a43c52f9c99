package org.spikezip.ir;

import java.util.List;
import org.spikezip.ir.op.Op;

/**
 * An operator at its place in a graph.
 *
 * @param id index in {@link Graph#nodes()}; means nothing in another graph
 * @param name a label for people, from the source model where there is one; need not be unique
 * @param op what it does
 * @param inputs values of earlier nodes
 * @param outputs what is known of each output
 */
public record Node(int id, String name, Op op, List<Value> inputs, List<Fact> outputs) {
  public Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  public Value output(int slot) {
    return new Value(id, slot);
  }

  public Value output() {
    return output(0);
  }

  public Fact fact() {
    return outputs.get(0);
  }

  public Value input(int index) {
    return inputs.get(index);
  }

  public boolean hasInput(int index) {
    return index < inputs.size() && !inputs.get(index).isAbsent();
  }

  /** {@code #7 matmul "encoder.0.query"}, for messages. */
  public String describe() {
    return "#" + id + " " + op.name() + " \"" + name + "\"";
  }
}
