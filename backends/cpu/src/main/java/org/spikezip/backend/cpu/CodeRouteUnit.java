package org.spikezip.backend.cpu;

import java.util.List;
import org.spikezip.backend.cpu.kernel.SpikeBatch;

/** Moves spikes to where a route puts the elements that fired. */
final class CodeRouteUnit extends Unit {
  private final List<CodeCell> operands;
  private final CodeCell out;
  private final int[] start;
  private final int[] destinations;

  /**
   * A unit that moves spikes.
   *
   * @param source for each element of {@code out}, which element of the operands, counted through,
   *     it is; or −1
   */
  CodeRouteUnit(int node, List<CodeCell> operands, int[] source, CodeCell out) {
    super(node);
    this.operands = List.copyOf(operands);
    this.out = out;
    int total = operands.stream().mapToInt(Cell::elements).sum();
    start = new int[total + 1];
    for (int e : source) {
      if (e >= 0) {
        start[e + 1]++;
      }
    }
    for (int e = 0; e < total; e++) {
      start[e + 1] += start[e];
    }
    destinations = new int[start[total]];
    int[] next = start.clone();
    for (int e = 0; e < source.length; e++) {
      if (source[e] >= 0) {
        destinations[next[source[e]]++] = e;
      }
    }
  }

  /** The resting codes after such a move. */
  static int[] rest(List<CodeCell> operands, int[] source) {
    int[] all = operands.stream().flatMapToInt(o -> java.util.Arrays.stream(o.rest())).toArray();
    int[] rest = new int[source.length];
    for (int e = 0; e < source.length; e++) {
      rest[e] = source[e] < 0 ? 0 : all[source[e]];
    }
    return rest;
  }

  @Override
  void reset() {
    out.clear();
  }

  @Override
  void integrate(Counters counters) {
    out.clear();
    int offset = 0;
    for (CodeCell operand : operands) {
      SpikeBatch spikes = operand.spikes;
      for (int i = 0; i < spikes.count; i++) {
        int element = offset + spikes.element[i];
        for (int d = start[element]; d < start[element + 1]; d++) {
          out.spikes.add(destinations[d], spikes.spike[i]);
        }
      }
      offset += operand.elements();
    }
  }

  @Override
  void evaluate(Counters counters) {}

  @Override
  boolean isDirty() {
    return false;
  }
}
