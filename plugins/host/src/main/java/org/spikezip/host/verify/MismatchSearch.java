package org.spikezip.host.verify;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.spikezip.api.Executable;
import org.spikezip.api.HostOps;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunResult;
import org.spikezip.api.check.Divergence;
import org.spikezip.api.check.DivergenceSearch;
import org.spikezip.api.check.Trial;
import org.spikezip.api.check.TrialReducer;
import org.spikezip.api.reference.Evaluation;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;

/** Follows a mismatch to the step and the neuron where it begins, and to a small network. */
public final class MismatchSearch {
  private static final int MOST_TRIES = 3000;

  private final HostOps hostOps;

  public MismatchSearch(HostOps hostOps) {
    this.hostOps = hostOps;
  }

  /**
   * Where a run first leaves the definition; empty if its codes are right after every step.
   *
   * @param executable of the trial's network
   */
  public Optional<Divergence> beginning(Executable executable, Trial trial) {
    return new DivergenceSearch(hostOps).first(executable, trial);
  }

  /**
   * A smaller trial that ends in other codes than its quantized network, too, or in other outputs
   * if the given one ends in other outputs alone; the given one if none is found.
   *
   * @param loader makes a network ready to run
   * @param atMost how long to look
   */
  public Trial smallest(Trial trial, Function<Graph, Executable> loader, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    Trial atRest = trial.withOptions(trial.options().withSteps(0).keepingCodes(true));
    boolean codes = isWrong(atRest, loader, true);
    Predicate<Trial> fails = t -> System.nanoTime() < end && isWrong(t, loader, codes);
    return new TrialReducer(hostOps, MOST_TRIES).reduce(atRest, fails);
  }

  private boolean isWrong(Trial trial, Function<Graph, Executable> loader, boolean inCodes) {
    try (Executable executable = loader.apply(trial.graph())) {
      RunResult run = executable.run(trial.inputs(), trial.options(), RunListener.NONE);
      Evaluation dense = new ReferenceEvaluator(hostOps).evaluate(trial.graph(), trial.inputs());
      ExactnessProof.Verdict verdict = new ExactnessProof(trial.graph()).compare(0, run, dense);
      return (inCodes ? verdict.mismatchedCodes() : verdict.mismatchedOutputs()) > 0;
    } catch (SpikezipException | IllegalStateException e) {
      // What a backend refuses shows nothing.
      return false;
    }
  }
}
