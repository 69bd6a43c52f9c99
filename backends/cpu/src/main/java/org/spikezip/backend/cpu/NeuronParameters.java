package org.spikezip.backend.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.backend.cpu.kernel.Thresholds;
import org.spikezip.ir.Tensor;

/**
 * Thresholds, ranges and resting codes of a layer, broadcast to its rows; rows that have the same
 * share them.
 */
final class NeuronParameters {
  private final Thresholds thresholds;
  private final int[] offset;
  private final int[] rest;

  private NeuronParameters(Thresholds thresholds, int[] offset, int[] rest) {
    this.thresholds = thresholds;
    this.offset = offset;
    this.rest = rest;
  }

  /** Broadcasts the parameters of a neuron node to a layer of these dims. */
  static NeuronParameters of(int[] dims, Tensor theta, Tensor min, Tensor max, Tensor rest) {
    Broadcast[] rows = new Broadcast[4];
    Tensor[] tensors = {theta, min, max, rest};
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Broadcast.of(tensors[i].dims(), dims);
    }
    int count = rows[0].rows();
    int width = rows[0].width();
    Map<List<Integer>, Integer> patterns = new HashMap<>();
    List<Integer> first = new ArrayList<>();
    int[] offset = new int[count];
    for (int row = 0; row < count; row++) {
      List<Integer> key =
          List.of(rows[0].base(row), rows[1].base(row), rows[2].base(row), rows[3].base(row));
      Integer pattern = patterns.putIfAbsent(key, patterns.size());
      if (pattern == null) {
        first.add(row);
      }
      offset[row] = (pattern == null ? patterns.size() - 1 : pattern) * width;
    }
    float[] thetas = new float[first.size() * width];
    float[] given = theta.floats();
    for (int p = 0; p < first.size(); p++) {
      rows[0].copy(given, first.get(p), thetas, p * width);
    }
    int[][] codes = new int[3][first.size() * width];
    for (int i = 0; i < 3; i++) {
      int[] own = tensors[i + 1].ints();
      for (int p = 0; p < first.size(); p++) {
        rows[i + 1].copy(own, first.get(p), codes[i], p * width);
      }
    }
    int[] resting = new int[count * width];
    for (int row = 0; row < count; row++) {
      System.arraycopy(codes[2], offset[row], resting, row * width, width);
    }
    return new NeuronParameters(new Thresholds(thetas, codes[0], codes[1]), offset, resting);
  }

  Thresholds thresholds() {
    return thresholds;
  }

  /** Where the thresholds of a row begin. */
  int offset(int row) {
    return offset[row];
  }

  /** The resting code of every neuron. */
  int[] rest() {
    return rest;
  }
}
