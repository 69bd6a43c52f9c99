package org.spikezip.api.account;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one inference did and cost on a machine.
 *
 * @param machine its name
 * @param unpublished constants of the machine that nobody published, so that energies leave them
 *     out
 * @param layers in the order of the graph
 * @param stepEnergy in pJ, of each step
 * @param figures of the whole: {@code cores}, {@code messages}, {@code hops}, {@code busiestLink},
 *     {@code busiestCore}, {@code meanCore}; if the run had steps {@code cycles}, and {@code
 *     seconds} if the machine's times are known
 */
public record MachineAccount(
    String machine,
    List<String> unpublished,
    List<LayerAccount> layers,
    List<Double> stepEnergy,
    SortedMap<String, Double> figures) {
  public MachineAccount {
    unpublished = List.copyOf(unpublished);
    layers = List.copyOf(layers);
    stepEnergy = List.copyOf(stepEnergy);
    figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
  }

  /** Of the spiking network, in pJ. */
  public double totalEnergy() {
    return layers.stream().mapToDouble(LayerAccount::totalEnergy).sum();
  }

  /** Of the same network in float, in pJ. */
  public double floatEnergy() {
    return layers.stream().mapToDouble(LayerAccount::floatEnergy).sum();
  }

  /** Of the same network with 8-bit integers, in pJ. */
  public double quantizedEnergy() {
    return layers.stream().mapToDouble(LayerAccount::quantizedEnergy).sum();
  }
}
