package org.spikezip.api.account;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spikezip.ir.op.OpClass;

/**
 * What one node of a network did and cost in a run.
 *
 * @param node id of the node
 * @param name its label
 * @param kind its class
 * @param macs multiply-accumulates of one dense evaluation
 * @param counts by kind: {@code spikes}, {@code synapticOperations}, {@code gradedOperations} (the
 *     part of these that spikes larger than 1 caused), {@code neuronUpdates}, {@code
 *     floatOperations}, {@code messages}, {@code hops}, {@code bytes}; absent ones are 0
 * @param energy in pJ, by what it was spent on
 * @param floatEnergy of the same node in the float network, in pJ
 * @param quantizedEnergy of the same node in the 8-bit network, in pJ
 */
public record LayerAccount(
    int node,
    String name,
    OpClass kind,
    double macs,
    SortedMap<String, Long> counts,
    SortedMap<String, Double> energy,
    double floatEnergy,
    double quantizedEnergy) {
  public LayerAccount {
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    energy = Collections.unmodifiableSortedMap(new TreeMap<>(energy));
  }

  public long count(String what) {
    return counts.getOrDefault(what, 0L);
  }

  /** All of it, in pJ. */
  public double totalEnergy() {
    return energy.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
