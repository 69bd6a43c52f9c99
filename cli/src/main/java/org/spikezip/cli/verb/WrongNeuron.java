package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.spikezip.api.check.Divergence;

/** A neuron that is not where it should be, for programs. */
final class WrongNeuron {
  private WrongNeuron() {}

  static void tell(int sample, Divergence neuron, ObjectNode json) {
    json.put("sample", sample);
    json.put("step", neuron.step());
    json.put("layer", neuron.layer());
    json.put("node", neuron.node());
    json.put("depth", neuron.depth());
    json.put("neuron", neuron.element());
    json.put("expected", neuron.expected());
    json.put("found", neuron.found());
    json.put("potential", neuron.potential());
    json.put("threshold", neuron.threshold());
  }
}
