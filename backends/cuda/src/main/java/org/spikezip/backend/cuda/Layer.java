package org.spikezip.backend.cuda;

import org.spikezip.ir.op.Neuron;

/**
 * A layer of neurons.
 *
 * @param node id of its node
 * @param codes its tracers
 * @param index among the layers
 */
record Layer(int node, Neuron op, CodeCell codes, int index) {
  /** The largest distance of a neuron from its target. */
  int reach() {
    return op.max() - op.min();
  }
}
