package org.spikezip.backend.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.Tensor;

/**
 * Thresholds, ranges and resting codes of a layer, broadcast to its rows; rows that have the same
 * share them.
 */
final class NeuronParameters {
  private final float[] theta;
  private final int[] min;
  private final int[] max;
  private final int[] offset;
  private final int[] rest;

  private NeuronParameters(float[] theta, int[] min, int[] max, int[] offset, int[] rest) {
    this.theta = theta;
    this.min = min;
    this.max = max;
    this.offset = offset;
    this.rest = rest;
  }

  /** Broadcasts the parameters of a neuron node to a layer of these dims. */
  static NeuronParameters of(int[] dims, Tensor theta, Tensor min, Tensor max, Tensor rest) {
    Broadcast thetas = Broadcast.of(theta.dims(), dims);
    Broadcast mins = Broadcast.of(min.dims(), dims);
    Broadcast maxs = Broadcast.of(max.dims(), dims);
    Broadcast rests = Broadcast.of(rest.dims(), dims);
    Map<List<Integer>, Integer> patterns = new HashMap<>();
    List<Integer> first = new ArrayList<>();
    int[] offset = new int[thetas.base().length];
    for (int row = 0; row < offset.length; row++) {
      List<Integer> key = List.of(thetas.base()[row], mins.base()[row], maxs.base()[row]);
      if (patterns.putIfAbsent(key, patterns.size()) == null) {
        first.add(row);
      }
      offset[row] = patterns.get(key) * thetas.width();
    }
    float[] given = theta.floats();
    float[] written = new float[first.size() * thetas.width()];
    for (int p = 0; p < first.size(); p++) {
      for (int j = 0; j < thetas.width(); j++) {
        written[p * thetas.width() + j] = given[thetas.base()[first.get(p)] + j * thetas.stride()];
      }
    }
    List<Integer> all = new ArrayList<>();
    for (int row = 0; row < offset.length; row++) {
      all.add(row);
    }
    return new NeuronParameters(
        written,
        write(min.ints(), mins, first),
        write(max.ints(), maxs, first),
        offset,
        write(rest.ints(), rests, all));
  }

  private static int[] write(int[] given, Broadcast rows, List<Integer> which) {
    int[] written = new int[which.size() * rows.width()];
    for (int p = 0; p < which.size(); p++) {
      for (int j = 0; j < rows.width(); j++) {
        written[p * rows.width() + j] = given[rows.base()[which.get(p)] + j * rows.stride()];
      }
    }
    return written;
  }

  float[] theta() {
    return theta;
  }

  int[] min() {
    return min;
  }

  int[] max() {
    return max;
  }

  /** Where the thresholds and ranges of each row begin. */
  int[] offset() {
    return offset;
  }

  /** The resting code of every neuron. */
  int[] rest() {
    return rest;
  }
}
