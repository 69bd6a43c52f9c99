package org.spikezip.host.verify;

import java.util.Optional;
import java.util.function.Supplier;
import org.spikezip.api.Executable;
import org.spikezip.api.Progress;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Samples;
import org.spikezip.api.SourceModel;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;

/**
 * What to prove, and on what.
 *
 * @param graph the spiking network
 * @param executables makes it ready to run; asked once, or once a thread where executables are not
 *     thread-safe; the verification closes what it gets
 * @param samples the data
 * @param run schedule, spike size and input steps; the run always goes on until quiet
 * @param threads how many samples are worked on at once
 * @param progress hears of task {@code verify}, a unit a sample
 * @param source the quantized model that the network was compiled from; compared if the network
 *     says so by metadata {@code quantize.origin=source}, or neurons have names of integers there
 * @param floatModel the float model to compare with
 */
public record VerificationRequest(
    Graph graph,
    Supplier<Executable> executables,
    Samples samples,
    RunOptions run,
    int threads,
    Progress progress,
    Optional<SourceModel> source,
    Optional<SourceModel> floatModel) {
  public VerificationRequest {
    if (threads < 1) {
      throw new SpikezipException(
          ErrorCode.USAGE, "--threads must be at least 1, found " + threads);
    }
    if (samples.size() < 1) {
      throw new SpikezipException(
          ErrorCode.USAGE, samples.source() + ": there is no sample to verify on");
    }
  }

  /** E1 alone, in one thread, as the paper runs it. */
  public static VerificationRequest of(
      Graph graph, Supplier<Executable> executables, Samples samples) {
    return new VerificationRequest(
        graph,
        executables,
        samples,
        RunOptions.DEFAULT,
        1,
        Progress.NONE,
        Optional.empty(),
        Optional.empty());
  }

  public VerificationRequest withRun(RunOptions other) {
    return new VerificationRequest(
        graph, executables, samples, other, threads, progress, source, floatModel);
  }

  public VerificationRequest withThreads(int other) {
    return new VerificationRequest(
        graph, executables, samples, run, other, progress, source, floatModel);
  }

  public VerificationRequest withProgress(Progress other) {
    return new VerificationRequest(
        graph, executables, samples, run, threads, other, source, floatModel);
  }

  public VerificationRequest withSource(SourceModel other) {
    return new VerificationRequest(
        graph, executables, samples, run, threads, progress, Optional.of(other), floatModel);
  }

  public VerificationRequest withFloatModel(SourceModel other) {
    return new VerificationRequest(
        graph, executables, samples, run, threads, progress, source, Optional.of(other));
  }
}
