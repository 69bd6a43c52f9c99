package org.spikezip.backend.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.spikezip.api.RunListener;

/**
 * Consecutive units up to a layer of neurons. They go through all steps of a block before the next
 * segment does, so that their weights and sums stay in the nearest caches: what they compute in a
 * step depends on segments before them alone.
 */
final class Segment {
  /** In the order of the graph; arrays, since iterators of lists would be made at every step. */
  private final Unit[] units;

  /** What later segments read. */
  private Cell[] made = {};

  /** What earlier segments made. */
  private Cell[] read = {};

  private Segment(List<Unit> units) {
    this.units = units.toArray(Unit[]::new);
  }

  /** Cuts units, in order, into segments. */
  static List<Segment> of(List<Unit> units) {
    List<Segment> segments = new ArrayList<>();
    int from = 0;
    for (int to = 1; to <= units.size(); to++) {
      if (to == units.size() || units.get(to - 1) instanceof NeuronUnit) {
        Segment segment = new Segment(units.subList(from, to));
        units.subList(from, to).forEach(unit -> unit.joins(segment));
        segments.add(segment);
        from = to;
      }
    }
    segments.forEach(Segment::connect);
    return segments;
  }

  private void connect() {
    for (Unit unit : units) {
      for (Cell cell : unit.results()) {
        List<Segment> later = List.copyOf(cell.madeIn(this));
        later.forEach(segment -> segment.read = with(segment.read, cell));
        if (!later.isEmpty()) {
          made = with(made, cell);
        }
      }
    }
  }

  private static Cell[] with(Cell[] cells, Cell more) {
    Cell[] all = Arrays.copyOf(cells, cells.length + 1);
    all[cells.length] = more;
    return all;
  }

  /** How many elements later segments read. */
  long elementsMade() {
    return Arrays.stream(made).mapToLong(Cell::elements).sum();
  }

  /**
   * A step of a block begins.
   *
   * @param frame the step, from 0
   * @param frames steps of the block
   */
  void begin(int frame, int frames) {
    for (Cell cell : made) {
      cell.begin(frame, frames);
    }
    for (Cell cell : read) {
      cell.recall(frame, this);
    }
  }

  /** Something may be done for neurons that the gate now lets fire. */
  void open(int from, int to) {
    for (Unit unit : units) {
      if (unit.opens(from, to)) {
        unit.wake();
      }
    }
  }

  /** Lets those units that are awake do the step at hand. */
  void visit(Counters counters, RunListener listener) {
    int open = counters.gate.depth();
    for (Unit unit : units) {
      if (unit.isAwake()) {
        visit(unit, open, counters, listener);
      }
    }
  }

  private static void visit(Unit unit, int open, Counters counters, RunListener listener) {
    unit.sleep();
    unit.integrate(counters);
    if (unit.gateDepth() <= open) {
      long before = counters.spikes;
      unit.evaluate(counters);
      if (counters.spikes > before) {
        listener.fired(counters.step, unit.node(), (int) (counters.spikes - before));
      }
    }
  }

  /** Brings up to date what outputs need. */
  void answer(Counters counters) {
    for (Unit unit : units) {
      unit.integrate(counters);
      if (unit.isNeededForOutput()) {
        unit.answer(counters);
      }
    }
  }

  /** Whether all that may fire have arrived; whoever has not is awake. */
  boolean isSettled(int open) {
    for (Unit unit : units) {
      if (unit.isAwake() && unit.gateDepth() <= open && unit.isDirty()) {
        return false;
      }
    }
    return true;
  }

  /** Whether the network is not at rest because of one of these units. */
  boolean waits() {
    for (Unit unit : units) {
      if (unit.waits()) {
        return true;
      }
    }
    return false;
  }
}
