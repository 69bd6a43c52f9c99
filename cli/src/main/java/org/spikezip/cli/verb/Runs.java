package org.spikezip.cli.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.spikezip.api.Activity;
import org.spikezip.api.Executable;
import org.spikezip.api.Progress;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.Samples;
import org.spikezip.host.run.InOrder;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/**
 * The runs of several samples, in their order.
 *
 * @param results one a sample
 */
public record Runs(List<One> results) {
  /**
   * The run of a sample.
   *
   * @param activity what the spikes did
   * @param outputs outputs at the end, if kept
   * @param answers for each row of the first float output the largest element, after each step and
   *     last at the end
   */
  record One(Activity activity, Optional<Map<String, Tensor>> outputs, List<int[]> answers) {}

  public Runs {
    results = List.copyOf(results);
  }

  /**
   * Runs all samples.
   *
   * @param executable thread-safe if there is more than one thread
   * @param listeners makes one for each sample
   * @throws SpikezipException what failed for the first sample that did, naming it
   */
  public static Runs of(
      Executable executable,
      RunOptions options,
      Supplier<RunListener> listeners,
      Samples samples,
      boolean keepOutputs,
      int threads,
      Progress progress) {
    return new Runs(
        InOrder.map(
            "run",
            samples.size(),
            threads,
            progress,
            i -> one(executable.run(samples.get(i), options, listeners.get()), keepOutputs)));
  }

  private static One one(RunResult result, boolean keepOutputs) {
    List<int[]> answers = new ArrayList<>();
    result.stepOutputs().forEach(outputs -> answers.add(Answers.of(outputs)));
    answers.add(Answers.of(result.outputs()));
    Optional<Map<String, Tensor>> outputs =
        keepOutputs ? Optional.of(result.outputs()) : Optional.empty();
    return new One(result.activity(), outputs, answers);
  }

  /** Rows of the first float output, over all samples. */
  int rows() {
    return results.stream().mapToInt(r -> r.answers().get(r.answers().size() - 1).length).sum();
  }

  int samples() {
    return results.size();
  }

  /** How many samples ended before they were quiet. */
  long stopped() {
    return results.stream().filter(r -> !r.activity().quiet()).count();
  }

  /** All samples together. */
  public Activity activity() {
    return results.stream().map(One::activity).reduce(Activity.NONE, Activity::plus);
  }

  /** The mean over the samples of the last step in which anything fired. */
  public double meanSteps() {
    return results.stream().mapToInt(r -> r.activity().steps()).average().orElse(0);
  }

  /** The outputs of each sample. */
  public List<Map<String, Tensor>> outputs() {
    return results.stream().map(r -> r.outputs().orElseThrow()).toList();
  }
}
