package org.spikezip.backend.cpu;

import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.backend.cpu.kernel.SpikeRuns;

/** A product of codes with constant weights: each spike adds a weight row. */
final class SynapseUnit extends FloatUnit {
  private static final int OPERATIONS_PER_NANOSECOND = 40;

  private final CodeCell codes;
  private final SynapseWeights weights;
  private final WeightSums sums;

  SynapseUnit(int node, CodeCell codes, SynapseWeights weights, FloatCell out) {
    super(node, out);
    this.codes = codes;
    this.weights = weights;
    sums = weights.sums(codes.rest());
    codes.feedSpikes(this);
  }

  @Override
  void countFanOut() {
    codes.fanOut().add(0, codes.elements(), weights.columns());
  }

  @Override
  void reset() {
    super.reset();
    sums.reset();
  }

  @Override
  void integrate(Counters counters) {
    SpikeRuns runs = codes.spikes;
    for (int run = 0; run < runs.count(); run++) {
      dirty.add(runs.row(run));
    }
    if (runs.count() > 0) {
      long operations = (long) runs.spikes() * weights.columns();
      counters.crew.share(operations / OPERATIONS_PER_NANOSECOND, this::add);
    }
  }

  /** Adds the weights of this step's spikes, in a part of the columns. */
  private void add(int part, int parts) {
    int blocks = weights.stride() / Kernels.PADDING;
    int from = blocks * part / parts * Kernels.PADDING;
    int to = blocks * (part + 1) / parts * Kernels.PADDING;
    sums.add(codes.spikes, from, to);
  }

  @Override
  void row(int row) {
    sums.write(row, out.data, row * weights.columns());
  }
}
