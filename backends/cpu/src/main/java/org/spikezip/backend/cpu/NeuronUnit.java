package org.spikezip.backend.cpu;

import org.spikezip.api.SpikeTrainHash;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.backend.cpu.kernel.RowSpikes;
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
  private final RowSpikes fired;

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
    fired = new RowSpikes(potential.width());
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
    out.spikes.clear();
  }

  @Override
  void evaluate(Counters counters) {
    int least = counters.gate.leastDistance(op.depth());
    long layer = SpikeTrainHash.layer(node(), counters.step);
    takeChanged();
    for (int i = 0; i < away.size(); i++) {
      int row = away.get(i);
      if (distance[row] >= least) {
        fire(row, counters, least, layer);
      }
      if (distance[row] > 0) {
        still.add(row);
      }
    }
    away.clear();
    away.takeAll(still);
    counters.spikes += out.spikes.spikes();
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

  private void fire(int row, Counters counters, int least, long layer) {
    int width = potential.width();
    fired.clear();
    distance[row] =
        kernels.fire(
            op.rounding(),
            potential.data,
            tracer,
            row * width,
            width,
            parameters.thresholds(),
            parameters.offset(row),
            counters.maxSpike,
            least,
            fired);
    if (fired.count > 0) {
      counters.hash += kernels.hash(layer, row * width, fired);
      out.spikes.add(row, fired);
    }
  }

  @Override
  boolean isDirty() {
    return !dirty.isEmpty() || !away.isEmpty();
  }

  Tensor codes() {
    return Tensor.of(tracer, out.dims());
  }
}
