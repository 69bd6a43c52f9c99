package org.spikezip.backend.simulator;

import java.util.Arrays;
import java.util.List;
import org.spikezip.api.HostOps;
import org.spikezip.api.function.Codes;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Neuron;

/** The ST-BIF+ neurons of one node. */
final class Population {
  private final Node node;
  private final Neuron op;
  private final int[] dims;
  private final float[] threshold;
  private final int[] min;
  private final int[] max;
  private final int[] tracer;
  private final int[] target;
  private float[] potential;
  private boolean touched;
  private int unsettled;

  /** Neurons at their resting codes; the operands are those of the node. */
  Population(Node node, Neuron op, List<Tensor> operands) {
    this.node = node;
    this.op = op;
    Tensor x = operands.get(0);
    dims = x.dims();
    potential = x.floats();
    threshold = spread(operands.get(1), x).floats();
    min = spread(operands.get(2), x).ints();
    max = spread(operands.get(3), x).ints();
    tracer = spread(operands.get(4), x).ints();
    target = new int[tracer.length];
    aim();
  }

  /** A parameter for every neuron. */
  private static Tensor spread(Tensor parameter, Tensor x) {
    Tensor zeros =
        parameter.type().isFloat()
            ? Tensor.of(new float[x.size()], x.dims())
            : Tensor.of(new int[x.size()], x.dims());
    return new ReferenceEvaluator(HostOps.NONE)
        .evaluate(new Binary(BinaryKind.ADD), List.of(parameter, zeros))
        .get(0);
  }

  void see(Tensor potentials) {
    potential = potentials.floats();
    touched = true;
    aim();
  }

  private void aim() {
    unsettled = 0;
    for (int i = 0; i < tracer.length; i++) {
      target[i] = Codes.code(op.rounding(), potential[i], threshold[i], min[i], max[i]);
      unsettled += target[i] == tracer[i] ? 0 : 1;
    }
  }

  /** Counts the layer as updated in the next step, whatever happens. */
  void touch() {
    touched = true;
  }

  /** Whether potentials changed since this was asked last. */
  boolean takeTouched() {
    boolean was = touched;
    touched = false;
    return was;
  }

  /** How far a neuron would move. */
  int distance(int element) {
    return target[element] - tracer[element];
  }

  /** The neurons that are at least so far from their target, 1 or more. */
  int[] away(int least) {
    int[] elements = new int[unsettled];
    int count = 0;
    for (int i = 0; count < unsettled && i < tracer.length; i++) {
      if (Math.abs(target[i] - tracer[i]) >= least) {
        elements[count++] = i;
      }
    }
    return Arrays.copyOf(elements, count);
  }

  /** Moves a neuron toward its target by at most this; returns by how much. */
  int fire(int element, int maxSpike) {
    int spike = Math.max(-maxSpike, Math.min(maxSpike, distance(element)));
    tracer[element] += spike;
    unsettled -= spike != 0 && distance(element) == 0 ? 1 : 0;
    return spike;
  }

  boolean isSettled() {
    return unsettled == 0;
  }

  Node node() {
    return node;
  }

  int depth() {
    return op.depth();
  }

  int[] tracers() {
    return tracer;
  }

  float[] potentials() {
    return potential;
  }

  Tensor codes() {
    return Tensor.of(tracer, dims);
  }
}
