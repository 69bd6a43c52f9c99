package org.spikezip.api;

/**
 * What the spikes of one inference did.
 *
 * @param steps the last step in which anything fired: T_eq, if the run went on until quiet
 * @param quiet whether the run ended because nothing could fire any more
 * @param neurons number of neurons
 * @param spikes number of events; a graded spike is one
 * @param synapticOperations additions of one weight or code to one sum that spikes caused
 * @param hash {@link SpikeTrainHash} of all events
 */
public record Activity(
    int steps, boolean quiet, long neurons, long spikes, long synapticOperations, long hash) {
  public static final Activity NONE = new Activity(0, true, 0, 0, 0, 0);

  /**
   * Both inferences together: the larger number of steps, the sums of the rest; the other one is
   * the next in order.
   */
  public Activity plus(Activity next) {
    return new Activity(
        Math.max(steps, next.steps),
        quiet && next.quiet,
        neurons + next.neurons,
        spikes + next.spikes,
        synapticOperations + next.synapticOperations,
        SpikeTrainHash.append(hash, next.hash));
  }
}
