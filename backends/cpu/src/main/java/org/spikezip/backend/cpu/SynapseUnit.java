package org.spikezip.backend.cpu;

import org.spikezip.backend.cpu.kernel.SpikeRuns;

/** A product of codes with constant weights: each spike adds a weight row. */
final class SynapseUnit extends FloatUnit {
  private final CodeCell codes;
  private final SynapseWeights weights;
  private final WeightSums sums;

  SynapseUnit(int node, CodeCell codes, SynapseWeights weights, FloatCell out) {
    super(node, out);
    this.codes = codes;
    this.weights = weights;
    sums = weights.sums(codes.rest());
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
      sums.add(runs, 0, weights.stride());
    }
    counters.synapticOperations += (long) runs.spikes() * weights.columns();
  }

  @Override
  void row(int row) {
    sums.write(row, out.data, row * weights.columns());
  }
}
