package org.spikezip.backend.cpu;

import java.util.List;
import org.spikezip.api.RunListener;

/** Some steps of a run, taken by one segment after the other. */
final class Block {
  private static final int MOST = 16;

  /** What the frames of all cells may hold together, in bytes, if every neuron fires. */
  private static final long ROOM = 64L << 20;

  private final Segment[] segments;
  private final Gate[] gates;
  private final long[] fired;
  private final boolean[] waits;

  Block(List<Segment> segments) {
    this.segments = segments.toArray(Segment[]::new);
    long frame = segments.stream().mapToLong(Segment::elementsMade).sum() * Integer.BYTES;
    int most = (int) Math.max(1, Math.min(MOST, ROOM / Math.max(1, frame)));
    gates = new Gate[most];
    fired = new long[most];
    waits = new boolean[most];
  }

  /** The most steps that it takes at once. */
  int most() {
    return gates.length;
  }

  /**
   * Does the steps that follow {@code counters.step}.
   *
   * @param frames how many, from 1 to {@link #most}; 1 where the gate depends on rest
   */
  void run(int frames, Counters counters, RunListener listener) {
    Gate before = counters.gate;
    int first = counters.step + 1;
    for (int frame = 0; frame < frames; frame++) {
      gates[frame] = frame == 0 ? before.next() : gates[frame - 1].next();
      fired[frame] = 0;
      waits[frame] = false;
    }
    for (Segment segment : segments) {
      counters.gate = before;
      for (int frame = 0; frame < frames; frame++) {
        counters.step = first + frame;
        step(segment, frame, frames, counters, listener);
      }
    }
    if (isSettled(counters.gate.depth())) {
      counters.gate = counters.gate.settled();
    }
  }

  private void step(
      Segment segment, int frame, int frames, Counters counters, RunListener listener) {
    segment.begin(frame, frames);
    int closed = counters.gate.depth();
    counters.gate = gates[frame];
    if (counters.gate.depth() > closed) {
      segment.open(closed, counters.gate.depth());
    }
    long spikes = counters.spikes;
    segment.visit(counters, listener);
    fired[frame] += counters.spikes - spikes;
    waits[frame] = waits[frame] || segment.waits();
  }

  private boolean isSettled(int open) {
    for (Segment segment : segments) {
      if (!segment.isSettled(open)) {
        return false;
      }
    }
    return true;
  }

  /** How many spikes there were in a step of the block. */
  long fired(int frame) {
    return fired[frame];
  }

  /** Whether the network was not at rest after a step of the block. */
  boolean waits(int frame) {
    return waits[frame];
  }
}
