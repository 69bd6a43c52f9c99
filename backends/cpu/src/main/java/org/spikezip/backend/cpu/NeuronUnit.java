package org.spikezip.backend.cpu;

import org.spikezip.api.SpikeTrainHash;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Neuron;

/** A layer of ST-BIF+ neurons. */
final class NeuronUnit extends Unit {
  private final Kernels kernels;
  private final Neuron op;
  private final FloatCell potential;
  private final NeuronParameters parameters;
  private final CodeCell out;
  private final int[] tracer;
  private final RowQueue dirty;
  private final RowQueue unsettled;

  NeuronUnit(
      int node,
      Neuron op,
      FloatCell potential,
      NeuronParameters parameters,
      CodeCell out,
      Kernels kernels) {
    super(node);
    this.op = op;
    this.kernels = kernels;
    this.potential = potential;
    this.parameters = parameters;
    this.out = out;
    tracer = out.rest().clone();
    dirty = new RowQueue(potential.rows());
    unsettled = new RowQueue(potential.rows());
    potential.feed(dirty, RowMap.SAME);
    neededAt(op.depth());
  }

  CodeCell out() {
    return out;
  }

  @Override
  void reset() {
    System.arraycopy(out.rest(), 0, tracer, 0, tracer.length);
    dirty.clear();
    unsettled.clear();
    dirty.addAll();
  }

  @Override
  void integrate(Counters counters) {
    out.clear();
  }

  @Override
  void evaluate(Counters counters) {
    for (int i = 0; i < dirty.size(); i++) {
      int row = dirty.get(i);
      if (!fire(row, counters.maxSpike)) {
        unsettled.add(row);
      }
    }
    dirty.clear();
    dirty.takeAll(unsettled);
    if (out.spikes.count > 0) {
      counters.spikes += out.spikes.count;
      counters.hash += kernels.hash(SpikeTrainHash.layer(node(), counters.step), out.spikes);
    }
  }

  private boolean fire(int row, int maxSpike) {
    int width = potential.width();
    return kernels.fire(
        op.rounding(),
        potential.data,
        tracer,
        row * width,
        width,
        parameters.thresholds(),
        parameters.offset(row),
        maxSpike,
        out.spikes);
  }

  @Override
  boolean isDirty() {
    return !dirty.isEmpty();
  }

  Tensor codes() {
    return Tensor.of(tracer, out.dims());
  }
}
