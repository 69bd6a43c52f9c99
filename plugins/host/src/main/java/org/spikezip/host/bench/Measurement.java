package org.spikezip.host.bench;

import java.util.List;
import org.spikezip.api.Activity;

/**
 * What a contender took.
 *
 * @param name of the contender
 * @param threads samples at a time
 * @param inferences in one round
 * @param seconds wall-clock time of each round, by length, divided by the inferences of a round
 * @param activity what spiked in one round
 * @param allocatedBytes on the Java heap for one inference, mean over all rounds
 */
public record Measurement(
    String name,
    int threads,
    int inferences,
    List<Double> seconds,
    Activity activity,
    double allocatedBytes) {
  public Measurement {
    seconds = seconds.stream().sorted().toList();
  }

  /** Rounds that were measured. */
  public int rounds() {
    return seconds.size();
  }

  /** The median round, in seconds an inference. */
  public double median() {
    return percentile(50);
  }

  /** A percentile of the rounds, in seconds an inference, between neighbours in proportion. */
  public double percentile(double percent) {
    double at = percent / 100 * (seconds.size() - 1);
    int below = (int) at;
    int above = Math.min(below + 1, seconds.size() - 1);
    return seconds.get(below) + (at - below) * (seconds.get(above) - seconds.get(below));
  }

  /** Events a second at the median. */
  public double spikesPerSecond() {
    return activity.spikes() / (median() * inferences);
  }

  /** Synaptic operations a second at the median. */
  public double synapticOperationsPerSecond() {
    return activity.synapticOperations() / (median() * inferences);
  }
}
