package org.spikezip.backend.simulator;

import java.util.List;
import java.util.SortedMap;

/**
 * A neuromorphic machine: a mesh of cores with limits, and what operations cost. Amounts that its
 * file leaves out are unlimited, energies that it leaves out unknown.
 *
 * @param name a short name
 * @param columns cores of a chip from west to east
 * @param rows cores of a chip from north to south
 * @param chips how many chips may be used, one south of the other
 * @param neuronsPerCore the most neurons of a core
 * @param memoryPerCore bytes for weights and state of a core
 * @param energy in pJ by the names of {@link MachineFile#ENERGIES}
 */
record Machine(
    String name,
    int columns,
    int rows,
    int chips,
    long neuronsPerCore,
    long memoryPerCore,
    SortedMap<String, Double> energy) {
  Machine withChips(int other) {
    return new Machine(name, columns, rows, other, neuronsPerCore, memoryPerCore, energy);
  }

  long cores() {
    return (long) columns * rows * chips;
  }

  /** The energy of one of these, in pJ; 0 if it is unknown. */
  double energy(String what) {
    return energy.getOrDefault(what, 0.0);
  }

  /** The energies that nobody published. */
  List<String> unpublished() {
    return MachineFile.ENERGIES.stream().filter(e -> !energy.containsKey(e)).toList();
  }
}
