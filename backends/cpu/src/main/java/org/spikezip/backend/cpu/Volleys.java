package org.spikezip.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.api.SpikeTrainHash;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.backend.cpu.kernel.RowSpikes;
import org.spikezip.backend.cpu.kernel.Signs;
import org.spikezip.backend.cpu.kernel.SpikeRuns;
import org.spikezip.backend.cpu.kernel.Unsettled;
import org.spikezip.ir.op.Rounding;

/** The firing of a layer, each thread a part of its bands. */
final class Volleys {
  /** So many neurons of a list are fired at once: they stay in the nearest cache. */
  private static final int CHUNK = 1024;

  private final Rounding rounding;
  private final FloatCell potential;
  private final int[] tracer;
  private final NeuronParameters parameters;
  private final Bands bands;
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
    bands = parameters.bands();
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
   * Fires those bands that are far enough away.
   *
   * @param distance by band: how far its farthest neuron is from its target, before and after
   */
  void fireBands(Counters counters, RowQueue some, int[] distance, int least) {
    each(
        counters,
        some,
        2L * bands.largest(),
        (volley, band) -> {
          if (distance[band] >= least) {
            distance[band] = volley.fire(band, counters.maxSpike, least);
          }
        });
  }

  /** Lists the neurons of these bands that are away from their targets. */
  void list(Counters counters, RowQueue some, int[] distance) {
    volleys.forEach(volley -> volley.unsettled.clear());
    each(
        counters,
        some,
        bands.largest(),
        (volley, band) -> {
          volley.unsettled.farthest = Math.max(volley.unsettled.farthest, distance[band]);
          volley.list(band);
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

  /** Makes spikes of what these bands have moved since. */
  void difference(Counters counters, RowQueue some, int[] since) {
    each(counters, some, bands.largest(), (volley, band) -> volley.difference(band, since));
    gather();
  }

  /** Does something with a band. */
  private interface BandTask {
    void run(Volley volley, int band);
  }

  private void each(Counters counters, RowQueue some, long nanoseconds, BandTask task) {
    counters.crew.share(
        nanoseconds * some.size(),
        (part, parts) -> {
          int end = (int) ((long) some.size() * (part + 1) / parts);
          for (int i = (int) ((long) some.size() * part / parts); i < end; i++) {
            task.run(volleys.get(part), some.get(i));
          }
        });
  }

  /** What one thread fires in a step. */
  private final class Volley {
    private final RowSpikes fired = new RowSpikes(Math.max(CHUNK, bands.largest()));
    private final Signs signs = new Signs(bands.mostRows(), bands.largest());
    private final Unsettled unsettled = new Unsettled();
    private SpikeRuns spikes = new SpikeRuns(0);
    private long hash;
    private long count;
    private long operations;

    /** Fires a band, and says how far it is from its targets then. */
    int fire(int band, int maxSpike, int least) {
      return maxSpike == 1 ? fireSigns(band, least) : fireGraded(band, maxSpike, least);
    }

    private int fireSigns(int band, int least) {
      signs.clear(bands.rows(band), bands.width());
      int left =
          kernels.fireSigns(
              rounding,
              potential.data,
              tracer,
              bands.start(band),
              parameters.thresholds(),
              parameters.offset(band),
              least,
              signs);
      if (signs.count() > 0) {
        int first = bands.start(band);
        hash += kernels.hash(layer, first, signs);
        count += signs.count();
        operations += out.fanOut().of(signs, first);
        if (!silent) {
          spikes.add(bands.firstRow(band), signs, kernels);
        }
      }
      return left;
    }

    private int fireGraded(int band, int maxSpike, int least) {
      int left = move(band, maxSpike, least);
      if (fired.count > 0) {
        count(bands.start(band));
      }
      if (!silent) {
        spikes.add(bands.firstRow(band), bands.width(), fired);
      }
      return left;
    }

    private int move(int band, int maxSpike, int least) {
      fired.clear();
      return kernels.fire(
          rounding,
          potential.data,
          tracer,
          bands.start(band),
          bands.neurons(band),
          parameters.thresholds(),
          parameters.offset(band),
          maxSpike,
          least,
          fired);
    }

    private void count(int first) {
      hash += kernels.hash(layer, first, fired);
      count += fired.count;
      operations += out.fanOut().of(fired, first);
    }

    void list(int band) {
      move(band, Integer.MAX_VALUE, 1);
      unsettled.add(bands.start(band), fired);
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
          spikes.add(0, bands.width(), fired);
        }
      }
      unsettled.keepLeft();
    }

    void difference(int band, int[] since) {
      fired.clear();
      kernels.difference(tracer, since, bands.start(band), bands.neurons(band), fired);
      spikes.add(bands.firstRow(band), bands.width(), fired);
    }
  }
}
