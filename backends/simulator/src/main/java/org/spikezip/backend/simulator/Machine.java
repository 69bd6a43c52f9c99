package org.spikezip.backend.simulator;

import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;

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
 * @param times in ns by the names of {@link MachineFile#TIMES}
 */
record Machine(
    String name,
    int columns,
    int rows,
    int chips,
    long neuronsPerCore,
    long memoryPerCore,
    SortedMap<String, Double> energy,
    SortedMap<String, Double> times) {
  Machine withChips(int other) {
    return new Machine(name, columns, rows, other, neuronsPerCore, memoryPerCore, energy, times);
  }

  long cores() {
    return (long) columns * rows * chips;
  }

  /** The energy of one of these, in pJ; 0 if it is unknown. */
  double energy(String what) {
    return energy.getOrDefault(what, 0.0);
  }

  /** The time of one of these, in ns; 0 if it is unknown. */
  double time(String what) {
    return times.getOrDefault(what, 0.0);
  }

  /** The energies that nobody published, and the times if some are. */
  List<String> unpublished() {
    Stream<String> energies = MachineFile.ENERGIES.stream().filter(e -> !energy.containsKey(e));
    Stream<String> untimed =
        times.isEmpty()
            ? Stream.of()
            : MachineFile.TIMES.stream()
                .filter(t -> !times.containsKey(t))
                .map(t -> "time of " + t);
    return Stream.concat(energies, untimed).toList();
  }
}
