package org.spikezip.backend.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.backend.cpu.kernel.Thresholds;
import org.spikezip.ir.Tensor;

/**
 * Thresholds, ranges and resting codes of a layer, broadcast to its bands; bands that have the same
 * share them.
 */
final class NeuronParameters {
  private final Bands bands;
  private final Thresholds thresholds;
  private final int[] offset;
  private final int[] rest;

  private NeuronParameters(Bands bands, Thresholds thresholds, int[] offset, int[] rest) {
    this.bands = bands;
    this.thresholds = thresholds;
    this.offset = offset;
    this.rest = rest;
  }

  /** Broadcasts the parameters of a neuron node to a layer of these dims. */
  static NeuronParameters of(int[] dims, Tensor theta, Tensor min, Tensor max, Tensor rest) {
    Bands bands = Bands.of(dims);
    Broadcast[] rows = new Broadcast[4];
    Tensor[] tensors = {theta, min, max, rest};
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Broadcast.of(tensors[i].dims(), dims);
    }
    Map<List<Integer>, Integer> patterns = new HashMap<>();
    int[] offset = new int[bands.count()];
    List<Integer> first = new ArrayList<>();
    int size = 0;
    for (int band = 0; band < offset.length; band++) {
      Integer known = patterns.putIfAbsent(bases(rows, bands, band), size);
      offset[band] = known == null ? size : known;
      if (known == null) {
        first.add(band);
        size += bands.neurons(band);
      }
    }
    float[] thetas = new float[size];
    float[] given = theta.floats();
    eachRow(bands, first, offset, (row, at) -> rows[0].copy(given, row, thetas, at));
    int[][] codes = new int[3][size];
    for (int i = 0; i < 3; i++) {
      int which = i;
      int[] own = tensors[i + 1].ints();
      eachRow(bands, first, offset, (row, at) -> rows[which + 1].copy(own, row, codes[which], at));
    }
    int[] resting = new int[rows[0].rows() * bands.width()];
    for (int band = 0; band < offset.length; band++) {
      System.arraycopy(codes[2], offset[band], resting, bands.start(band), bands.neurons(band));
    }
    return new NeuronParameters(bands, new Thresholds(thetas, codes[0], codes[1]), offset, resting);
  }

  private interface RowTask {
    void run(int row, int at);
  }

  /** Does something with the rows of some bands, and where they are in their patterns. */
  private static void eachRow(Bands bands, List<Integer> some, int[] offset, RowTask task) {
    for (int band : some) {
      for (int i = 0; i < bands.rows(band); i++) {
        task.run(bands.firstRow(band) + i, offset[band] + i * bands.width());
      }
    }
  }

  /** Where the rows of a band begin in each parameter: bands with the same are alike. */
  private static List<Integer> bases(Broadcast[] parameters, Bands bands, int band) {
    List<Integer> bases = new ArrayList<>();
    for (int row = bands.firstRow(band); row < bands.firstRow(band) + bands.rows(band); row++) {
      for (Broadcast parameter : parameters) {
        bases.add(parameter.base(row));
      }
    }
    return bases;
  }

  Bands bands() {
    return bands;
  }

  Thresholds thresholds() {
    return thresholds;
  }

  /** Where the thresholds of a band begin. */
  int offset(int band) {
    return offset[band];
  }

  /** The resting code of every neuron. */
  int[] rest() {
    return rest;
  }
}
