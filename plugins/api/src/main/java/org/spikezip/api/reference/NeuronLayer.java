package org.spikezip.api.reference;

import java.util.List;
import org.spikezip.api.function.Codes;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Rounding;

/** The ST-BIF+ neurons of one node: tracers S and the potentials V that they see. */
final class NeuronLayer {
  private final Rounding rounding;
  private final int[] dims;
  private final float[] threshold;
  private final int[] min;
  private final int[] max;
  private final int[] tracer;
  private float[] potential;

  private NeuronLayer(Rounding rounding, List<Tensor> operands) {
    this.rounding = rounding;
    dims = operands.get(0).dims();
    potential = operands.get(0).floats();
    threshold = Elements.broadcast(operands.get(1), dims).floats();
    min = Elements.broadcast(operands.get(2), dims).ints();
    max = Elements.broadcast(operands.get(3), dims).ints();
    tracer = Elements.broadcast(operands.get(4), dims).ints();
  }

  /** Neurons with their resting codes; the operands are those of the node. */
  static NeuronLayer atRest(Rounding rounding, List<Tensor> operands) {
    return new NeuronLayer(rounding, operands);
  }

  void see(Tensor potentials) {
    potential = potentials.floats();
  }

  /**
   * Moves the tracers that are at least so far from their target toward it, and says by how much.
   */
  int[] fire(int least, int maxSpike) {
    int[] moved = new int[tracer.length];
    for (int i = 0; i < tracer.length; i++) {
      int away = target(i) - tracer[i];
      if (Math.abs(away) >= least) {
        moved[i] = Math.max(-maxSpike, Math.min(maxSpike, away));
        tracer[i] += moved[i];
      }
    }
    return moved;
  }

  /** Whether every S = q(V). */
  boolean isSettled() {
    for (int i = 0; i < tracer.length; i++) {
      if (tracer[i] != target(i)) {
        return false;
      }
    }
    return true;
  }

  private int target(int i) {
    return Codes.code(rounding, potential[i], threshold[i], min[i], max[i]);
  }

  float potential(int i) {
    return potential[i];
  }

  float threshold(int i) {
    return threshold[i];
  }

  Tensor codes() {
    return Tensor.of(tracer, dims);
  }

  int size() {
    return tracer.length;
  }
}
