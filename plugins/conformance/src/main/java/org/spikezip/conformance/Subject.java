package org.spikezip.conformance;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.spikezip.api.Backend;
import org.spikezip.api.BackendContext;
import org.spikezip.api.Executable;
import org.spikezip.api.HostOps;
import org.spikezip.api.Options;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.check.Trial;
import org.spikezip.api.check.TrialReducer;
import org.spikezip.api.reference.SteppedNetwork;
import org.spikezip.ir.Graph;

/**
 * A backend under test with one set of options.
 *
 * @param options given to {@link Backend#compile}
 */
record Subject(Backend backend, Options options) {
  static final HostOps HOST = new KitHostOps();
  private static final int MOST_TRIES = 3000;
  private static final int TINY_NETWORKS = 40;

  Executable compile(Graph graph) {
    BackendContext context = () -> HOST;
    return backend.compile(graph, options, context);
  }

  /** What a trial, compiled anew, has other than the definition; nothing where it is refused. */
  Optional<Difference> difference(Trial trial) {
    if (!new SupportedNetworks(backend).takes(trial.graph())) {
      return Optional.empty();
    }
    try (Executable executable = compile(trial.graph())) {
      return difference(executable, trial);
    } catch (RuntimeException e) {
      return Optional.of(Difference.ofError(e));
    }
  }

  /** What a run on this executable has other than the definition. */
  static Optional<Difference> difference(Executable executable, Trial trial) {
    return Difference.between(
        trial.graph(),
        SteppedNetwork.run(trial.graph(), trial.inputs(), trial.options(), HOST),
        executable.run(trial.inputs(), trial.options(), RunListener.NONE));
  }

  /**
   * Does nothing if the backend follows the definition.
   *
   * @param what names the network, with its seed
   * @throws AssertionError with the smallest network found that shows the difference, as text
   */
  void check(String what, Trial trial) {
    Optional<Difference> found = difference(trial);
    if (found.isPresent()) {
      throw new AssertionError(report(what, trial, found.get()));
    }
  }

  private String report(String what, Trial trial, Difference found) {
    Trial smallest =
        new TrialReducer(HOST, MOST_TRIES)
            .reduce(smallStart(trial, found), t -> shows(t, found.kind()));
    return "backend '"
        + backend.id()
        + "' "
        + options.values()
        + ", "
        + what
        + ": "
        + found.text()
        + "\nthe smallest network found that shows such a difference ("
        + difference(smallest).map(Difference::text).orElse("")
        + "):\n"
        + smallest.text();
  }

  /** A tiny random network that fails in the same way, or the one that failed. */
  private Trial smallStart(Trial trial, Difference found) {
    return LongStream.range(0, TINY_NETWORKS)
        .mapToObj(seed -> tiny(seed, trial.options()))
        .filter(t -> shows(t, found.kind()))
        .findFirst()
        .orElse(trial);
  }

  static Trial tiny(long seed, RunOptions options) {
    RandomNetwork network = RandomNetwork.of(seed, RandomNetwork.Size.TINY);
    int sequence = 1 + new SplittableRandom(seed).nextInt(2);
    return new Trial(network.graph(), network.inputs(1, sequence, 0), options);
  }

  private boolean shows(Trial trial, Difference.Kind kind) {
    return difference(trial).filter(d -> d.kind() == kind).isPresent();
  }
}
