package org.spikezip.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.spikezip.backend.cpu.kernel.SpikeRuns;
import org.spikezip.ir.CodeRange;
import org.spikezip.ir.Tensor;

/**
 * Codes of neurons: the spikes that are on their way in this step, and where the codes start. Who
 * needs the codes themselves keeps count.
 */
final class CodeCell extends Cell {
  private final int[] rest;
  private final CodeRange range;
  private final List<Unit> readers = new ArrayList<>();
  private final List<Unit> laterReaders = new ArrayList<>();
  private final FanOut fanOut;

  /** By frame: the spikes. */
  private final List<SpikeRuns> frames = new ArrayList<>();

  SpikeRuns spikes;

  CodeCell(int[] dims, int[] rest, CodeRange range) {
    super(dims);
    this.rest = rest;
    this.range = range;
    fanOut = new FanOut(elements());
    spikes = new SpikeRuns(elements());
    frames.add(spikes);
  }

  /** The resting codes; not to be changed. */
  int[] rest() {
    return rest;
  }

  CodeRange range() {
    return range;
  }

  /** How many additions a spike of each code causes. */
  FanOut fanOut() {
    return fanOut;
  }

  /** Lets a unit hear of spikes. */
  void feedSpikes(Unit reader) {
    readers.add(reader);
  }

  /** The spikes of this step are complete. */
  void spiked() {
    if (spikes.count() > 0) {
      for (Unit reader : readers) {
        reader.wake();
      }
    }
  }

  @Override
  Set<Segment> madeIn(Segment segment) {
    Set<Segment> later = super.madeIn(segment);
    for (Unit reader : readers) {
      if (reader.segment() != segment) {
        laterReaders.add(reader);
        later.add(reader.segment());
      }
    }
    readers.removeAll(laterReaders);
    return later;
  }

  @Override
  void begin(int frame, int count) {
    super.begin(frame, count);
    while (frames.size() <= frame) {
      frames.add(new SpikeRuns(0));
    }
    spikes = frames.get(frame);
    spikes.clear();
  }

  @Override
  void recall(int frame, Segment segment) {
    super.recall(frame, segment);
    spikes = frames.get(frame);
    if (spikes.count() > 0) {
      for (Unit reader : laterReaders) {
        if (reader.segment() == segment) {
          reader.wake();
        }
      }
    }
  }

  @Override
  void load(Tensor tensor) {
    throw new IllegalStateException("the codes of a cell are kept by its neuron");
  }

  @Override
  Tensor tensor() {
    throw new IllegalStateException("the codes of a cell are kept by its neuron");
  }
}
