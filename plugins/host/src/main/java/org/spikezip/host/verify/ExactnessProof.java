package org.spikezip.host.verify;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.api.RunResult;
import org.spikezip.api.check.Divergence;
import org.spikezip.api.reference.Evaluation;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Neuron;

/**
 * E1: at rest every tracer equals the code of the quantized network, and the outputs have the same
 * bits.
 */
final class ExactnessProof {
  /** What one sample showed. */
  record Verdict(
      long neurons,
      long mismatchedCodes,
      long mismatchedOutputs,
      Optional<CodeMismatch> firstCode,
      Optional<OutputMismatch> firstOutput) {}

  private final List<Node> neurons;

  ExactnessProof(Graph graph) {
    neurons = graph.nodesOf(Neuron.class);
  }

  /**
   * Compares a run with the dense evaluation.
   *
   * @throws SpikezipException INTERNAL if the backend left out codes of a layer
   */
  Verdict compare(int sample, RunResult run, Evaluation dense) {
    long count = 0;
    long mismatchedCodes = 0;
    Optional<CodeMismatch> firstCode = Optional.empty();
    for (Node neuron : neurons) {
      Tensor expectedCodes = dense.value(neuron.output());
      int[] expected = expectedCodes.ints();
      int[] found = codes(neuron, run, expectedCodes);
      count += expected.length;
      for (int i = 0; i < expected.length; i++) {
        if (expected[i] != found[i]) {
          mismatchedCodes++;
          if (firstCode.isEmpty()) {
            int step = run.activity().steps();
            firstCode =
                Optional.of(mismatch(sample, neuron, i, expected[i], found[i], step, dense));
          }
        }
      }
    }
    long mismatchedOutputs = 0;
    Optional<OutputMismatch> firstOutput = Optional.empty();
    for (Map.Entry<String, Tensor> output : dense.outputs().entrySet()) {
      OutputBits bits = OutputBits.compare(output.getValue(), run.outputs().get(output.getKey()));
      mismatchedOutputs += bits.mismatches();
      if (bits.mismatches() > 0 && firstOutput.isEmpty()) {
        firstOutput =
            Optional.of(
                new OutputMismatch(
                    sample, output.getKey(), bits.first(), bits.expected(), bits.found()));
      }
    }
    return new Verdict(count, mismatchedCodes, mismatchedOutputs, firstCode, firstOutput);
  }

  private static int[] codes(Node neuron, RunResult run, Tensor expected) {
    Tensor codes = run.codes().get(neuron.id());
    if (codes == null || !Arrays.equals(codes.dims(), expected.dims())) {
      throw new SpikezipException(
          ErrorCode.INTERNAL,
          "the backend gave "
              + (codes == null ? "no codes" : "codes " + codes)
              + " for "
              + neuron.describe()
              + ", expected "
              + expected,
          "report it to the authors of the backend");
    }
    return codes.ints();
  }

  private static CodeMismatch mismatch(
      int sample, Node neuron, int element, int expected, int found, int step, Evaluation dense) {
    Tensor potentials = dense.value(neuron.input(0));
    Tensor thresholds = dense.value(neuron.input(1));
    return new CodeMismatch(
        sample,
        new Divergence(
            step,
            neuron.id(),
            neuron.name(),
            ((Neuron) neuron.op()).depth(),
            element,
            expected,
            found,
            potentials.floats()[element],
            thresholds.floats()[Broadcast.index(potentials.dims(), element, thresholds)]));
  }
}
