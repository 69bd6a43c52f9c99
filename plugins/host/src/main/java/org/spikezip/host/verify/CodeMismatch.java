package org.spikezip.host.verify;

/**
 * A neuron whose tracer differs from the quantized network's code.
 *
 * @param sample from 0
 * @param node id of the layer's node
 * @param layer name of the layer's node
 * @param depth number of neuron layers up to it, itself included
 * @param element row-major index in the layer
 * @param expected code of the quantized network
 * @param found tracer at rest
 * @param step the last step of the run
 * @param potential x of the quantized network
 * @param threshold θ
 */
public record CodeMismatch(
    int sample,
    int node,
    String layer,
    int depth,
    int element,
    int expected,
    int found,
    int step,
    float potential,
    float threshold) {
  /** One sentence for people. */
  public String describe() {
    return "sample "
        + sample
        + ", layer \""
        + layer
        + "\" (#"
        + node
        + ", depth "
        + depth
        + "), neuron "
        + element
        + ": expected code "
        + expected
        + ", found "
        + found
        + " after step "
        + step
        + " (x = "
        + potential
        + ", threshold "
        + threshold
        + ")";
  }
}
