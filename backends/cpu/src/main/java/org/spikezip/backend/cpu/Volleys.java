package org.spikezip.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.api.SpikeTrainHash;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.backend.cpu.kernel.RowSpikes;
import org.spikezip.backend.cpu.kernel.SpikeRuns;
import org.spikezip.backend.cpu.kernel.Unsettled;
import org.spikezip.ir.op.Rounding;

/** The firing of a layer, each thread a part of its rows. */
final class Volleys {
  /** So many neurons of a list are fired at once: they stay in the nearest cache. */
  private static final int CHUNK = 1024;

  private final Rounding rounding;
  private final FloatCell potential;
  private final int[] tracer;
  private final NeuronParameters parameters;
  private final CodeCell out;
  private final Kernels kernels;
  private final List<Volley> volleys = new ArrayList<>();
  private long layer;
  private boolean silent;

  /**
   * The firing of a layer.
   *
   * @param tracer is changed by it; that of a neuron on a list is where it will be in the end
   */
  Volleys(
      Rounding rounding,
      FloatCell potential,
      int[] tracer,
      NeuronParameters parameters,
      CodeCell out,
      Kernels kernels) {
    this.rounding = rounding;
    this.potential = potential;
    this.tracer = tracer;
    this.parameters = parameters;
    this.out = out;
    this.kernels = kernels;
  }

  /**
   * A step begins.
   *
   * @param silent whether spikes are only counted
   */
  void begin(Counters counters, int node, boolean silent) {
    while (volleys.size() < counters.crew.size()) {
      volleys.add(new Volley());
    }
    volleys.get(0).spikes = out.spikes;
    layer = SpikeTrainHash.layer(node, counters.step);
    this.silent = silent;
  }

  /** Adds up what the threads did. */
  void end(Counters counters) {
    for (Volley volley : volleys) {
      counters.hash += volley.hash;
      counters.spikes += volley.count;
      counters.synapticOperations += volley.operations;
      volley.hash = 0;
      volley.count = 0;
      volley.operations = 0;
    }
    gather();
  }

  private void gather() {
    for (Volley volley : volleys.subList(1, volleys.size())) {
      out.spikes.addAll(volley.spikes);
      volley.spikes.clear();
    }
  }

  /**
   * Fires those rows that are far enough away.
   *
   * @param distance by row: how far its farthest neuron is from its target, before and after
   */
  void fireRows(Counters counters, RowQueue rows, int[] distance, int least) {
    each(
        counters,
        rows,
        2L * potential.width(),
        (volley, row) -> {
          if (distance[row] >= least) {
            distance[row] = volley.fire(row, counters.maxSpike, least);
          }
        });
  }

  /** Lists the neurons of these rows that are away from their targets. */
  void list(Counters counters, RowQueue rows, int[] distance) {
    volleys.forEach(volley -> volley.unsettled.clear());
    each(
        counters,
        rows,
        potential.width(),
        (volley, row) -> {
          volley.unsettled.farthest = Math.max(volley.unsettled.farthest, distance[row]);
          volley.list(row);
        });
  }

  /** Fires the listed neurons that are far enough away; false if all have arrived then. */
  boolean fireListed(Counters counters, int least) {
    long listed = 0;
    for (Volley volley : volleys) {
      listed += volley.unsettled.count;
    }
    counters.crew.share(
        listed,
        (part, parts) -> {
          for (int v = volleys.size() * part / parts;
              v < volleys.size() * (part + 1) / parts;
              v++) {
            volleys.get(v).fireListed(counters.maxSpike, least);
          }
        });
    for (Volley volley : volleys) {
      if (volley.unsettled.count > 0) {
        return true;
      }
    }
    return false;
  }

  /** Sets the tracers of listed neurons to where they are. */
  void unlist() {
    for (Volley volley : volleys) {
      Unsettled listed = volley.unsettled;
      for (int i = 0; i < listed.count; i++) {
        tracer[listed.element[i]] -= listed.distance[i];
      }
      listed.clear();
    }
  }

  /** Makes spikes of what these rows have moved since. */
  void difference(Counters counters, RowQueue rows, int[] since) {
    each(counters, rows, potential.width(), (volley, row) -> volley.difference(row, since));
    gather();
  }

  /** Does something with a row. */
  private interface RowTask {
    void run(Volley volley, int row);
  }

  private void each(Counters counters, RowQueue rows, long nanoseconds, RowTask task) {
    counters.crew.share(
        nanoseconds * rows.size(),
        (part, parts) -> {
          int end = (int) ((long) rows.size() * (part + 1) / parts);
          for (int i = (int) ((long) rows.size() * part / parts); i < end; i++) {
            task.run(volleys.get(part), rows.get(i));
          }
        });
  }

  /** What one thread fires in a step. */
  private final class Volley {
    private final RowSpikes fired = new RowSpikes(Math.max(CHUNK, potential.width()));
    private final RowSpikes part = new RowSpikes(potential.width());
    private final Unsettled unsettled = new Unsettled();
    private SpikeRuns spikes = new SpikeRuns(0);
    private long hash;
    private long count;
    private long operations;

    /** Fires a row, and says how far it is from its targets then. */
    int fire(int row, int maxSpike, int least) {
      int left = move(row, maxSpike, least);
      if (fired.count > 0) {
        count(row * potential.width());
      }
      if (!silent) {
        spikes.add(row, fired);
      }
      return left;
    }

    private int move(int row, int maxSpike, int least) {
      int width = potential.width();
      fired.clear();
      return kernels.fire(
          rounding,
          potential.data,
          tracer,
          row * width,
          width,
          parameters.thresholds(),
          parameters.offset(row),
          maxSpike,
          least,
          fired);
    }

    private void count(int first) {
      hash += kernels.hash(layer, first, fired);
      count += fired.count;
      operations += out.fanOut().of(fired, first);
    }

    void list(int row) {
      move(row, Integer.MAX_VALUE, 1);
      unsettled.add(row * potential.width(), fired);
    }

    void fireListed(int maxSpike, int least) {
      if (unsettled.farthest < least) {
        return;
      }
      unsettled.farthest = 0;
      for (int from = 0; from < unsettled.count; from += CHUNK) {
        int to = Math.min(from + CHUNK, unsettled.count);
        fired.clear();
        kernels.advance(unsettled, from, to, maxSpike, least, fired);
        count(0);
        if (!silent) {
          addByRow();
        }
      }
      unsettled.keepLeft();
    }

    /** Cuts what was fired into rows. */
    private void addByRow() {
      int width = potential.width();
      for (int i = 0; i < fired.count; ) {
        int row = fired.index[i] / width;
        part.clear();
        while (i < fired.count && fired.index[i] / width == row) {
          part.add(fired.index[i] - row * width, fired.spike[i++]);
        }
        spikes.add(row, part);
      }
    }

    void difference(int row, int[] since) {
      int width = potential.width();
      fired.clear();
      kernels.difference(tracer, since, row * width, width, fired);
      spikes.add(row, fired);
    }
  }
}
