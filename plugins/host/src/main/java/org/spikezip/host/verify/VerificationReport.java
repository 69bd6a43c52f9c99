package org.spikezip.host.verify;

import java.util.Optional;

/**
 * What a verification found.
 *
 * @param samples how many samples
 * @param neurons neurons compared, summed over the samples
 * @param layers nodes of neurons in the network
 * @param mismatchedCodes neurons whose tracer at rest is not the code of the quantized network
 * @param mismatchedOutputs elements of outputs with other bits than the quantized network's
 * @param quiet whether every run ended because nothing could fire any more
 * @param spikeTrainHash hash of all events of all samples in order, 16 hexadecimal digits
 * @param steps T_eq over the samples
 * @param spikes events of all samples
 * @param synapticOperations additions of all samples that spikes caused
 * @param spikesPerNeuron events per neuron
 * @param spikingMacShare share of the multiply-accumulates of the dense network, from 0 to 1, that
 *     spikes drive
 * @param firstCode the first neuron that differs: by sample, then by order of the graph
 * @param firstOutput the first element of an output that differs
 * @param source E3, for models that came quantized
 * @param floatModel comparison with the float model, if one was given
 * @param seconds wall time
 */
public record VerificationReport(
    int samples,
    long neurons,
    int layers,
    long mismatchedCodes,
    long mismatchedOutputs,
    boolean quiet,
    String spikeTrainHash,
    Steps steps,
    long spikes,
    long synapticOperations,
    double spikesPerNeuron,
    double spikingMacShare,
    Optional<CodeMismatch> firstCode,
    Optional<OutputMismatch> firstOutput,
    Optional<SourceReport> source,
    Optional<FloatReport> floatModel,
    double seconds) {
  /** Steps until quiet. */
  public record Steps(int max, double mean) {}

  public boolean outputsBitEqual() {
    return mismatchedOutputs == 0;
  }

  /** E1: every code and every bit of the outputs is equal, and nothing was left to fire. */
  public boolean exact() {
    return mismatchedCodes == 0 && outputsBitEqual() && quiet;
  }
}
