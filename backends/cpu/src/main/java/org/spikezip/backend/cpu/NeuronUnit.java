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
    out.spikes.clear();
  }

  @Override
  void evaluate(Counters counters) {
    long layer = SpikeTrainHash.layer(node(), counters.step);
    for (int i = 0; i < dirty.size(); i++) {
      fire(dirty.get(i), counters, layer);
    }
    dirty.clear();
    for (int i = 0; i < unsettled.size(); i++) {
      dirty.add(unsettled.get(i));
    }
    unsettled.clear();
    counters.spikes += out.spikes.count;
  }

  private void fire(int row, Counters counters, long layer) {
    int first = out.spikes.count;
    int width = potential.width();
    boolean arrived =
        kernels.fire(
            op.rounding(),
            potential.data,
            tracer,
            row * width,
            width,
            parameters.thresholds(),
            parameters.offset(row),
            counters.maxSpike,
            out.spikes);
    for (int i = first; i < out.spikes.count; i++) {
      counters.hash += SpikeTrainHash.event(layer, out.spikes.element[i], out.spikes.spike[i]);
    }
    if (!arrived) {
      unsettled.add(row);
    }
  }

  @Override
  boolean isDirty() {
    return !dirty.isEmpty();
  }

  Tensor codes() {
    return Tensor.of(tracer, out.dims());
  }
}
