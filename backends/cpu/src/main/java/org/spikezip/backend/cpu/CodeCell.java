package org.spikezip.backend.cpu;

import org.spikezip.backend.cpu.kernel.SpikeRuns;
import org.spikezip.ir.CodeRange;
import org.spikezip.ir.Tensor;

/**
 * Codes of neurons: the spikes of the current step, and where the codes start. Who needs the codes
 * themselves keeps count.
 */
final class CodeCell extends Cell {
  private final int[] rest;
  private final CodeRange range;
  final SpikeRuns spikes;

  CodeCell(int[] dims, int[] rest, CodeRange range) {
    super(dims);
    this.rest = rest;
    this.range = range;
    spikes = new SpikeRuns(elements());
  }

  /** The resting codes; not to be changed. */
  int[] rest() {
    return rest;
  }

  CodeRange range() {
    return range;
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
