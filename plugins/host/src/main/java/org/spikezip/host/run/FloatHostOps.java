package org.spikezip.host.run;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.api.Executable;
import org.spikezip.api.HostOps;
import org.spikezip.api.Options;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.Op;

/**
 * Evaluates an operator as a graph of one node on whatever backend runs float graphs. Keeps the
 * least recently used of these graphs ready.
 */
public final class FloatHostOps implements HostOps, AutoCloseable {
  static final int KEPT = 256;

  private final BackendIndex index;
  private final Map<OneNode, SharedExecutable> ready = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed;

  @Inject
  FloatHostOps(BackendIndex index) {
    this.index = index;
  }

  /**
   * What an executable is made for.
   *
   * @param inputs type and shape of each input; empty for one left out
   */
  private record OneNode(HostOp op, List<Optional<Fact>> inputs) {
    static OneNode of(HostOp op, List<Tensor> inputs) {
      List<Optional<Fact>> facts = new ArrayList<>();
      for (Tensor input : inputs) {
        facts.add(
            isAbsent(input)
                ? Optional.empty()
                : Optional.of(Fact.of(input.type(), Shape.of(input.dims()))));
      }
      return new OneNode(op, List.copyOf(facts));
    }

    Graph graph() {
      GraphBuilder builder = new GraphBuilder("host " + op.domain() + "::" + op.type());
      List<Value> operands = new ArrayList<>();
      for (int i = 0; i < inputs.size(); i++) {
        String name = input(i);
        operands.add(inputs.get(i).map(f -> builder.input(name, f)).orElse(Value.ABSENT));
      }
      List<Value> results = builder.add(op.type(), op, operands);
      for (int slot = 0; slot < results.size(); slot++) {
        if (!op.declared().get(slot).equals(Op.ABSENT)) {
          builder.output(output(slot), results.get(slot));
        }
      }
      return builder.build(Stage.IMPORTED);
    }
  }

  @Override
  public List<Tensor> evaluate(HostOp op, List<Tensor> inputs) {
    OneNode key = OneNode.of(op, inputs);
    try {
      Map<String, Tensor> given = new LinkedHashMap<>();
      for (int i = 0; i < inputs.size(); i++) {
        if (!isAbsent(inputs.get(i))) {
          given.put(input(i), inputs.get(i));
        }
      }
      Map<String, Tensor> made = run(key, given);
      List<Tensor> outputs = new ArrayList<>();
      for (int slot = 0; slot < op.declared().size(); slot++) {
        outputs.add(made.getOrDefault(output(slot), ABSENT));
      }
      return outputs;
    } catch (SpikezipException e) {
      throw e.in("operator " + (op.domain().isEmpty() ? "" : op.domain() + "::") + op.type());
    }
  }

  private Map<String, Tensor> run(OneNode key, Map<String, Tensor> inputs) {
    while (true) {
      Optional<Map<String, Tensor>> outputs = executable(key).run(inputs);
      if (outputs.isPresent()) {
        return outputs.get();
      }
      // Another thread pushed it out between finding and running it.
    }
  }

  private SharedExecutable executable(OneNode key) {
    List<SharedExecutable> pushedOut = new ArrayList<>();
    SharedExecutable found;
    synchronized (ready) {
      if (closed) {
        throw new IllegalStateException("host operators are closed");
      }
      found = ready.get(key);
      if (found == null) {
        Graph graph = key.graph();
        Executable made =
            index.requireFloat(graph).compile(graph, Options.NONE, () -> FloatHostOps.this);
        found = new SharedExecutable(made);
        ready.put(key, found);
        while (ready.size() > KEPT) {
          OneNode eldest = ready.keySet().iterator().next();
          pushedOut.add(ready.remove(eldest));
        }
      }
    }
    pushedOut.forEach(SharedExecutable::close);
    return found;
  }

  @Override
  public void close() {
    List<SharedExecutable> all;
    synchronized (ready) {
      closed = true;
      all = List.copyOf(ready.values());
      ready.clear();
    }
    all.forEach(SharedExecutable::close);
  }

  @SuppressWarnings("ReferenceEquality") // As HostOps.ABSENT asks.
  private static boolean isAbsent(Tensor tensor) {
    return tensor == ABSENT;
  }

  private static String input(int index) {
    return "in" + index;
  }

  private static String output(int slot) {
    return "out" + slot;
  }
}
