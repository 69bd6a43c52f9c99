package org.spikezip.backend.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spikezip.api.account.LayerAccount;
import org.spikezip.api.account.MachineAccount;
import org.spikezip.ir.Node;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.OpClass;

/** Writes down what a run does: operations by node and core, messages, energy by step. */
final class Ledger {
  private final NetworkState state;
  private final Machine machine;
  private final Placement placement;
  private final Mesh mesh;
  private final Map<Integer, NodeCounts> counts = new LinkedHashMap<>();
  private final Map<Integer, Set<Integer>> readers = new HashMap<>();
  private final EnergyModel energy;
  private final CoreLoad load;
  private final List<Double> stepEnergy = new ArrayList<>();
  private double spent;

  Ledger(NetworkState state, Machine machine, boolean memory) {
    this.state = state;
    this.machine = machine;
    placement = Placement.of(state, machine);
    mesh = new Mesh(machine.columns(), placement.cores());
    energy = new EnergyModel(state, machine, memory);
    load = new CoreLoad(placement.cores());
    for (Node node : state.graph().nodes()) {
      counts.put(node.id(), new NodeCounts());
    }
    state.populations().forEach(p -> readers.put(p.node().id(), readers(p.node())));
    initial();
  }

  /** What is evaluated once before the first step. */
  private void initial() {
    for (Node node : state.graph().nodes()) {
      evaluated(node, state.value(node.output()).size());
    }
  }

  /** The cores that read a layer's spikes, through whatever moves them. */
  private Set<Integer> readers(Node layer) {
    Set<Integer> moved = new LinkedHashSet<>(List.of(layer.id()));
    Set<Integer> cores = new LinkedHashSet<>();
    for (Node node : state.graph().nodes()) {
      boolean reads = node.inputs().stream().map(Value::node).anyMatch(moved::contains);
      if (reads && state.classOf(node) == OpClass.ROUTE) {
        moved.add(node.id());
      } else if (reads) {
        placement.of(node).forEach(b -> cores.add(b.core()));
      }
    }
    return cores;
  }

  /** A node was evaluated, and this many of its elements had to be. */
  void evaluated(Node node, long elements) {
    NodeCounts count = counts.get(node.id());
    ProductSums product = state.sums(node);
    long synapticBefore = count.synapticOperations;
    long floatBefore = count.floatOperations;
    if (product != null) {
      count.synapticOperations = product.operations;
      count.gradedOperations = product.gradedOperations;
      count.floatOperations += 2 * elements;
    } else {
      count.floatOperations += Math.round(elements * FloatOperations.perElement(node, state));
    }
    count.elements += elements;
    long synaptic = count.synapticOperations - synapticBefore;
    long floats = count.floatOperations - floatBefore;
    double time = synaptic * machine.time("accumulate") + floats * machine.time("float_operation");
    load(node, synaptic + floats, time);
  }

  /** A layer's neurons were updated. */
  void updated(Population population) {
    int neurons = population.tracers().length;
    counts.get(population.node().id()).neuronUpdates += neurons;
    load(population.node(), neurons, neurons * machine.time("neuron_update"));
  }

  private void load(Node node, long operations, double time) {
    List<Placement.Block> blocks = placement.of(node);
    long pieces = blocks.stream().mapToLong(Placement.Block::pieces).sum();
    for (Placement.Block block : blocks) {
      load.add(
          block.core(),
          operations * block.pieces() / Math.max(1, pieces),
          time * block.pieces() / Math.max(1, pieces));
    }
  }

  /**
   * Neurons of a layer fired.
   *
   * @param fired whether each did
   */
  void fired(Population population, boolean[] fired) {
    NodeCounts count = counts.get(population.node().id());
    for (Placement.Block block : placement.of(population.node())) {
      long spikes = 0;
      for (int i = block.first(); i < block.first() + block.pieces(); i++) {
        spikes += fired[i] ? 1 : 0;
      }
      count.spikes += spikes;
      if (spikes > 0) {
        for (int core : readers.get(population.node().id())) {
          count.messages += spikes;
          count.hops += spikes * mesh.send(block.core(), core, spikes);
        }
      }
    }
  }

  void stepDone() {
    long messages = mesh.endStep();
    load.endStep(messages, messages * machine.time("hop"), machine.time("step"));
    double total = 0;
    for (Node node : state.graph().nodes()) {
      total += energy.total(counts.get(node.id()));
    }
    stepEnergy.add(total - spent);
    spent = total;
  }

  long synapticOperations() {
    return counts.values().stream().mapToLong(c -> c.synapticOperations).sum();
  }

  /**
   * What the run cost.
   *
   * @param clocked whether it had steps, which take time
   */
  MachineAccount account(boolean clocked) {
    List<LayerAccount> layers = new ArrayList<>();
    for (Node node : state.graph().nodes()) {
      NodeCounts count = counts.get(node.id());
      if (count.operations() + count.neuronUpdates > 0) {
        layers.add(
            new LayerAccount(
                node.id(),
                node.name(),
                state.classOf(node),
                energy.macs(node),
                count.byName(),
                energy.spent(count),
                energy.inFloat(node),
                energy.inBytes(node)));
      }
    }
    SortedMap<String, Double> figures = new TreeMap<>();
    figures.put("cores", (double) placement.cores());
    figures.put("messages", (double) mesh.messages());
    figures.put("hops", (double) mesh.hops());
    figures.put("busiestLink", (double) mesh.busiestLink());
    figures.put("busiestCore", load.busiest());
    figures.put("meanCore", load.mean());
    if (clocked) {
      figures.put("cycles", (double) load.cycles());
    }
    if (clocked && !machine.times().isEmpty()) {
      figures.put("seconds", load.seconds());
    }
    return new MachineAccount(machine.name(), machine.unpublished(), layers, stepEnergy, figures);
  }
}
