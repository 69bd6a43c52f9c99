package org.spikezip.backend.cpu;

import org.spikezip.backend.cpu.kernel.SpikeBatch;

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
    SpikeBatch spikes = codes.spikes;
    int from = 0;
    while (from < spikes.count) {
      int row = spikes.element[from] / weights.inputs();
      int end = (row + 1) * weights.inputs();
      int to = from + 1;
      while (to < spikes.count
          && spikes.element[to] < end
          && spikes.element[to] >= end - weights.inputs()) {
        to++;
      }
      sums.add(row, spikes, from, to);
      dirty.add(row);
      from = to;
    }
    counters.synapticOperations += (long) spikes.count * weights.columns();
  }

  @Override
  void row(int row) {
    sums.write(row, out.data, row * weights.columns());
  }
}
