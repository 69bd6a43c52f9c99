package org.spikezip.backend.cpu;

import java.util.Arrays;
import java.util.List;
import org.spikezip.backend.cpu.kernel.RowSpikes;
import org.spikezip.backend.cpu.kernel.SpikeRuns;

/** Moves spikes to where a route puts the elements that fired. */
final class CodeRouteUnit extends Unit {
  private final List<CodeCell> operands;
  private final CodeCell out;
  private final int[] start;
  private final int[] destinations;
  private final RowSpikes[] moved;
  private final RowQueue reached;

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
    moved = new RowSpikes[out.rows()];
    Arrays.setAll(moved, row -> new RowSpikes(out.width()));
    reached = new RowQueue(out.rows());
    this.operands.forEach(operand -> operand.feedSpikes(this));
  }

  /** The resting codes after such a move. */
  static int[] rest(List<CodeCell> operands, int[] source) {
    int[] all = operands.stream().flatMapToInt(o -> Arrays.stream(o.rest())).toArray();
    int[] rest = new int[source.length];
    for (int e = 0; e < source.length; e++) {
      rest[e] = source[e] < 0 ? 0 : all[source[e]];
    }
    return rest;
  }

  @Override
  List<CodeCell> results() {
    return List.of(out);
  }

  @Override
  void countFanOut() {
    int element = 0;
    for (CodeCell operand : operands) {
      for (int e = 0; e < operand.elements(); e++, element++) {
        for (int d = start[element]; d < start[element + 1]; d++) {
          operand.fanOut().add(e, e + 1, out.fanOut().of(destinations[d]));
        }
      }
    }
    out.fanOut().complete();
  }

  @Override
  void reset() {
    out.spikes.clear();
  }

  @Override
  void integrate(Counters counters) {
    out.spikes.clear();
    int offset = 0;
    for (CodeCell operand : operands) {
      move(operand, offset);
      offset += operand.elements();
    }
    for (int i = 0; i < reached.size(); i++) {
      int row = reached.get(i);
      out.spikes.add(row, moved[row]);
      moved[row].clear();
    }
    reached.clear();
    if (out.spikes.count() > 0) {
      out.spiked();
      wake();
    }
  }

  private void move(CodeCell operand, int offset) {
    SpikeRuns spikes = operand.spikes;
    int cut = 0;
    for (int run = 0; run < spikes.count(); run++) {
      int row = offset + spikes.row(run) * operand.width();
      if (spikes.continues(run)) {
        cut += spikes.spike(run, spikes.start(run));
        continue;
      }
      for (int entry = spikes.start(run); entry < spikes.end(run); entry++) {
        move(row + spikes.index()[entry], cut + spikes.spike(run, entry));
        cut = 0;
      }
    }
  }

  private void move(int element, int spike) {
    for (int d = start[element]; d < start[element + 1]; d++) {
      int row = destinations[d] / out.width();
      moved[row].add(destinations[d] - row * out.width(), spike);
      reached.add(row);
    }
  }

  @Override
  void evaluate(Counters counters) {}

  @Override
  boolean isDirty() {
    return false;
  }
}
