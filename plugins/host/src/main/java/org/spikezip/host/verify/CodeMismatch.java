package org.spikezip.host.verify;

import org.spikezip.api.check.Divergence;

/**
 * A neuron whose tracer, at the end of a run, differs from the quantized network's code.
 *
 * @param sample from 0
 * @param at the neuron; its step is the last one, what is expected the code of the quantized
 *     network, and its potential the x there
 */
public record CodeMismatch(int sample, Divergence at) {
  /** One sentence for people. */
  public String describe() {
    return "sample " + sample + ", " + at.describe();
  }
}
