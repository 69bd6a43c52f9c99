package org.spikezip.backend.simulator;

import java.util.SortedMap;
import java.util.TreeMap;
import org.spikezip.ir.Node;
import org.spikezip.ir.op.Conv;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Neuron;

/**
 * What operations cost on a machine: of the spiking network as it ran, and of one dense evaluation
 * of the same network in float or with 8-bit products, by the same constants.
 */
final class EnergyModel {
  /** A weight of one byte and a sum of four that is read and written. */
  private static final int SYNAPSE_BYTES = 9;

  /** A float weight, and a sum of four that is read and written. */
  private static final int FLOAT_BYTES = 12;

  private static final int VALUE_BYTES = 8;

  private final NetworkState state;
  private final Machine machine;
  private final boolean memory;
  private final double unit;
  private final double graded;
  private final double update;
  private final double function;
  private final double hop;

  EnergyModel(NetworkState state, Machine machine, boolean memory) {
    this.state = state;
    this.machine = machine;
    this.memory = memory;
    unit = machine.energy("accumulate");
    graded = machine.energy("multiply_accumulate");
    update = machine.energy("neuron_update");
    function = machine.energy("float_operation");
    hop = machine.energy("hop");
  }

  /** By what it was spent on, in pJ, without zeros. */
  SortedMap<String, Double> spent(NodeCounts counts) {
    SortedMap<String, Double> all = new TreeMap<>();
    all.put("synapses", synapses(counts));
    all.put("neurons", counts.neuronUpdates * update);
    all.put("floats", counts.floatOperations * function);
    all.put("spikes", counts.hops * hop);
    all.put("memory", memory(counts));
    all.values().removeIf(v -> v == 0);
    return all;
  }

  /** All that was spent, in pJ. */
  double total(NodeCounts counts) {
    return synapses(counts)
        + counts.neuronUpdates * update
        + counts.floatOperations * function
        + counts.hops * hop
        + memory(counts);
  }

  private double synapses(NodeCounts counts) {
    long units = counts.synapticOperations - counts.gradedOperations;
    return units * unit + counts.gradedOperations * (graded == 0 ? unit : graded);
  }

  private double memory(NodeCounts counts) {
    double bytes =
        (double) SYNAPSE_BYTES * counts.synapticOperations
            + (double) VALUE_BYTES * (counts.neuronUpdates + counts.elements);
    return traffic(bytes);
  }

  private double traffic(double bytes) {
    return memory ? bytes * machine.energy("memory_byte") : 0;
  }

  /** Multiply-accumulates of one dense evaluation. */
  double macs(Node node) {
    if (state.sums(node) != null) {
      return state.sums(node).macs();
    }
    boolean product = node.op() instanceof MatMul || node.op() instanceof Conv;
    return product ? functions(node) / 2 : 0;
  }

  /** Of the float network, in pJ. Quantizers are not in it. */
  double inFloat(Node node) {
    if (node.op() instanceof Neuron) {
      return 0;
    }
    double macs = macs(node);
    double products = macs * machine.energy("multiply_accumulate") + traffic(FLOAT_BYTES * macs);
    return products + (macs > 0 ? bias(node) : dense(node));
  }

  /** Of the network with 8-bit products, in pJ: quantizers, products, scales, functions. */
  double inBytes(Node node) {
    double elements = state.value(node.output()).size();
    if (node.op() instanceof Neuron) {
      return 2 * elements * machine.energy("float_operation") + traffic(VALUE_BYTES * elements);
    }
    if (state.sums(node) == null) {
      return inFloat(node);
    }
    double macs = macs(node);
    return macs * machine.energy("int8_multiply_accumulate")
        + traffic(SYNAPSE_BYTES * macs)
        + 2 * bias(node);
  }

  private double bias(Node node) {
    return state.value(node.output()).size() * machine.energy("float_operation");
  }

  private double functions(Node node) {
    return state.value(node.output()).size() * FloatOperations.perElement(node, state);
  }

  private double dense(Node node) {
    double bytes = functions(node) == 0 ? 0 : VALUE_BYTES * state.value(node.output()).size();
    return functions(node) * machine.energy("float_operation") + traffic(bytes);
  }
}
