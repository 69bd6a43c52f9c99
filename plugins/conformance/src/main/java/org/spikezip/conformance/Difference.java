package org.spikezip.conformance;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.spikezip.api.Activity;
import org.spikezip.api.RunResult;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Neuron;

/**
 * What a run has other than the definition.
 *
 * @param kind what differs
 * @param text where, and both values
 */
record Difference(Kind kind, String text) {
  enum Kind {
    CODES,
    OUTPUTS,
    SPIKE_TRAIN,
    ERROR
  }

  static Difference ofError(RuntimeException e) {
    return new Difference(Kind.ERROR, e.toString());
  }

  /** The first difference; that a NaN has other bits is none. */
  static Optional<Difference> between(Graph graph, RunResult expected, RunResult found) {
    for (Node node : graph.nodesOf(Neuron.class)) {
      Tensor ours = expected.codes().get(node.id());
      Tensor theirs = found.codes().get(node.id());
      if (theirs == null || !ours.equals(theirs)) {
        return Optional.of(
            new Difference(Kind.CODES, "codes of " + node.describe() + where(ours, theirs)));
      }
    }
    for (Map.Entry<String, Tensor> output : expected.outputs().entrySet()) {
      Optional<String> other = outputs(output.getValue(), found.outputs().get(output.getKey()));
      if (other.isPresent()) {
        return Optional.of(
            new Difference(Kind.OUTPUTS, "output \"" + output.getKey() + "\"" + other.get()));
      }
    }
    return activity(expected.activity(), found.activity());
  }

  /** Whether two outputs are the same; empty if so. */
  static Optional<String> outputs(Tensor expected, Tensor found) {
    return found != null && canonical(expected).equals(canonical(found))
        ? Optional.empty()
        : Optional.of(where(expected, found));
  }

  private static Optional<Difference> activity(Activity expected, Activity found) {
    if (expected.hash() == found.hash()
        && expected.spikes() == found.spikes()
        && expected.steps() == found.steps()
        && expected.neurons() == found.neurons()
        && expected.quiet() == found.quiet()) {
      return Optional.empty();
    }
    return Optional.of(
        new Difference(Kind.SPIKE_TRAIN, "spike train: expected " + expected + ", found " + found));
  }

  private static Tensor canonical(Tensor tensor) {
    if (!tensor.type().isFloat()) {
      return tensor;
    }
    float[] values = tensor.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.isNaN(values[i]) ? Float.NaN : values[i];
    }
    return Tensor.of(values, tensor.dims());
  }

  private static String where(Tensor expected, Tensor found) {
    if (found == null || !Arrays.equals(expected.dims(), found.dims())) {
      return ": expected " + expected + ", found " + found;
    }
    String[] ours = elements(expected);
    String[] theirs = elements(found);
    int at = Arrays.mismatch(ours, theirs);
    return at < 0
        ? ": expected other bits"
        : ", element " + at + ": expected " + ours[at] + ", found " + theirs[at];
  }

  private static String[] elements(Tensor tensor) {
    if (tensor.type().isFloat()) {
      float[] floats = tensor.floats();
      String[] text = new String[floats.length];
      Arrays.setAll(text, i -> Float.toString(floats[i]));
      return text;
    }
    return Arrays.stream(tensor.longs()).mapToObj(Long::toString).toArray(String[]::new);
  }
}
