package org.spikezip.api.check;

/**
 * The first neuron, by step and then by order of the graph, whose tracer is not what the definition
 * says.
 *
 * @param step from 1
 * @param node id of its layer's node
 * @param layer name of that node
 * @param depth number of neuron layers up to it, itself included
 * @param element row-major index in the layer
 * @param expected tracer after that step by the definition
 * @param found the backend's
 * @param potential V that the neuron sees in that step
 * @param threshold θ
 */
public record Divergence(
    int step,
    int node,
    String layer,
    int depth,
    int element,
    int expected,
    int found,
    float potential,
    float threshold) {
  /** One clause for people. */
  public String describe() {
    return "step "
        + step
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
        + " (potential "
        + potential
        + ", threshold "
        + threshold
        + ")";
  }
}
