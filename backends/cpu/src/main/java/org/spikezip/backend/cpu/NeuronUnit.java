package org.spikezip.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.api.SpikeTrainHash;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.backend.cpu.kernel.RowSpikes;
import org.spikezip.backend.cpu.kernel.SpikeRuns;
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
  private final List<Volley> volleys = new ArrayList<>();

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
    out.spikes.clear();
  }

  @Override
  void evaluate(Counters counters) {
    int least = counters.gate.leastDistance(op.depth());
    takeChanged();
    fireAll(counters, least);
    for (int i = 0; i < away.size(); i++) {
      int row = away.get(i);
      if (distance[row] > 0) {
        still.add(row);
      }
    }
    away.clear();
    away.takeAll(still);
    counters.spikes += out.spikes.spikes();
  }

  private void fireAll(Counters counters, int least) {
    while (volleys.size() < counters.crew.size()) {
      volleys.add(new Volley(volleys.isEmpty() ? out.spikes : new SpikeRuns(0)));
    }
    long layer = SpikeTrainHash.layer(node(), counters.step);
    counters.crew.share(
        2L * away.size() * potential.width(),
        (part, parts) -> {
          int end = (int) ((long) away.size() * (part + 1) / parts);
          for (int i = (int) ((long) away.size() * part / parts); i < end; i++) {
            int row = away.get(i);
            if (distance[row] >= least) {
              distance[row] = volleys.get(part).fire(row, counters.maxSpike, least, layer);
            }
          }
        });
    for (int part = 0; part < volleys.size(); part++) {
      Volley volley = volleys.get(part);
      counters.hash += volley.hash;
      volley.hash = 0;
      if (part > 0) {
        out.spikes.addAll(volley.spikes);
        volley.spikes.clear();
      }
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

  /** What one thread fires in a step. */
  private final class Volley {
    private final RowSpikes fired = new RowSpikes(potential.width());
    private final SpikeRuns spikes;
    private long hash;

    Volley(SpikeRuns spikes) {
      this.spikes = spikes;
    }

    /** Fires a row, and says how far it is from its targets then. */
    int fire(int row, int maxSpike, int least, long layer) {
      int width = potential.width();
      fired.clear();
      int left =
          kernels.fire(
              op.rounding(),
              potential.data,
              tracer,
              row * width,
              width,
              parameters.thresholds(),
              parameters.offset(row),
              maxSpike,
              least,
              fired);
      if (fired.count > 0) {
        hash += kernels.hash(layer, row * width, fired);
        spikes.add(row, fired);
      }
      return left;
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
