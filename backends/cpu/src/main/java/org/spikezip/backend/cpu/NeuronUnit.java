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
  private final int[] distance;
  private final RowQueue away;
  private final RowQueue still;

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
    distance = new int[potential.rows()];
    away = new RowQueue(potential.rows());
    still = new RowQueue(potential.rows());
    potential.feed(dirty, RowMap.SAME);
    neededAt(op.depth());
  }

  CodeCell out() {
    return out;
  }

  /** The largest distance between two codes of a neuron. */
  int reach() {
    return op.max() - op.min();
  }

  @Override
  void reset() {
    System.arraycopy(out.rest(), 0, tracer, 0, tracer.length);
    dirty.clear();
    away.clear();
    dirty.addAll();
  }

  @Override
  void integrate(Counters counters) {
    out.clear();
  }

  @Override
  void evaluate(Counters counters) {
    int least = counters.gate.leastDistance(op.depth());
    takeChanged();
    for (int i = 0; i < away.size(); i++) {
      int row = away.get(i);
      if (distance[row] >= least) {
        distance[row] = fire(row, counters.maxSpike, least);
      }
      if (distance[row] > 0) {
        still.add(row);
      }
    }
    away.clear();
    away.takeAll(still);
    if (out.spikes.count > 0) {
      counters.spikes += out.spikes.count;
      counters.hash += kernels.hash(SpikeTrainHash.layer(node(), counters.step), out.spikes);
    }
  }

  /** A row whose potential changed may be at any distance from its targets. */
  private void takeChanged() {
    for (int i = 0; i < dirty.size(); i++) {
      int row = dirty.get(i);
      distance[row] = Integer.MAX_VALUE;
      away.add(row);
    }
    dirty.clear();
  }

  private int fire(int row, int maxSpike, int least) {
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
        least,
        out.spikes);
  }

  @Override
  boolean isDirty() {
    return !dirty.isEmpty() || !away.isEmpty();
  }

  Tensor codes() {
    return Tensor.of(tracer, out.dims());
  }
}
