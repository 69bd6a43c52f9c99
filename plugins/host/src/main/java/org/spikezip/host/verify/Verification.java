package org.spikezip.host.verify;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.spikezip.api.Activity;
import org.spikezip.api.HostOps;
import org.spikezip.api.MacCount;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.reference.Evaluation;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.host.run.GraphLoader;
import org.spikezip.host.run.InOrder;
import org.spikezip.host.verify.VerificationReport.Steps;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Neuron;

/**
 * Proves on data that a spiking network equals its quantized network, which is evaluated apart,
 * densely, and compares both with the models they came from.
 */
public final class Verification {
  private final HostOps hostOps;
  private final GraphLoader loader;

  @Inject
  Verification(HostOps hostOps, GraphLoader loader) {
    this.hostOps = hostOps;
    this.loader = loader;
  }

  /**
   * Works on every sample and sums up in their order, so that the report does not depend on the
   * number of threads.
   *
   * @throws SpikezipException naming the sample, if one does not fit or cannot run; USAGE if the
   *     graph is not spiking; a mismatch is no error but stands in the report
   */
  public VerificationReport verify(VerificationRequest request) {
    if (request.graph().stage() != Stage.SPIKING) {
      throw new SpikezipException(
          ErrorCode.USAGE,
          "only spiking networks can be verified, found stage " + request.graph().stage(),
          "compile it first");
    }
    long start = System.nanoTime();
    try (Comparisons comparisons = new Comparisons(request)) {
      List<SampleVerdict> verdicts =
          InOrder.map(
              "verify",
              request.samples().size(),
              request.threads(),
              request.progress(),
              comparisons::prove);
      return comparisons.report(verdicts, (System.nanoTime() - start) * 1e-9);
    }
  }

  /** All that samples are compared with in one verification. */
  private final class Comparisons implements AutoCloseable {
    private final VerificationRequest request;
    private final RunOptions options;
    private final ReferenceEvaluator evaluator = new ReferenceEvaluator(hostOps);
    private final ExactnessProof exactness;
    private final ExecutablePool executables;
    private final Optional<SourceComparison> source;
    private final Optional<FloatComparison> floatModel;

    Comparisons(VerificationRequest request) {
      this.request = request;
      options = request.run().withSteps(0).keepingStepOutputs(false).keepingCodes(true);
      exactness = new ExactnessProof(request.graph());
      executables = new ExecutablePool(request.executables());
      source = request.source().flatMap(m -> SourceComparison.of(request.graph(), m, hostOps));
      floatModel = request.floatModel().map(m -> FloatComparison.of(request.graph(), m, loader));
    }

    SampleVerdict prove(int sample) {
      Map<String, Tensor> inputs = request.samples().get(sample);
      RunResult run = executables.run(inputs, options);
      Evaluation dense = evaluator.evaluate(request.graph(), inputs);
      return new SampleVerdict(
          run.activity(),
          MacCount.of(BoundInputs.of(request.graph(), inputs), Map.of()),
          exactness.compare(sample, run, dense),
          source.map(s -> s.compare(inputs, run.outputs(), dense)),
          floatModel.map(f -> f.compare(inputs, run.outputs())));
    }

    VerificationReport report(List<SampleVerdict> verdicts, double seconds) {
      Activity activity =
          verdicts.stream().map(SampleVerdict::activity).reduce(Activity.NONE, Activity::plus);
      List<ExactnessProof.Verdict> exact = verdicts.stream().map(SampleVerdict::exactness).toList();
      long neurons = exact.stream().mapToLong(ExactnessProof.Verdict::neurons).sum();
      return new VerificationReport(
          verdicts.size(),
          neurons,
          request.graph().nodesOf(Neuron.class).size(),
          exact.stream().mapToLong(ExactnessProof.Verdict::mismatchedCodes).sum(),
          exact.stream().mapToLong(ExactnessProof.Verdict::mismatchedOutputs).sum(),
          activity.quiet(),
          String.format(Locale.ROOT, "%016x", activity.hash()),
          new Steps(
              activity.steps(),
              verdicts.stream().mapToInt(v -> v.activity().steps()).average().orElse(0)),
          activity.spikes(),
          activity.synapticOperations(),
          neurons == 0 ? 0 : (double) activity.spikes() / neurons,
          macs(verdicts).spikingShare(),
          exact.stream().flatMap(e -> e.firstCode().stream()).findFirst(),
          exact.stream().flatMap(e -> e.firstOutput().stream()).findFirst(),
          source.map(
              s ->
                  s.report(
                      verdicts.stream()
                          .flatMap(v -> v.source().stream())
                          .reduce(SourceComparison.Verdict.NONE, SourceComparison.Verdict::plus))),
          floatModel.map(
              f ->
                  FloatComparison.report(
                      verdicts.stream().flatMap(v -> v.floatModel().stream()).toList())),
          seconds);
    }

    private static MacCount macs(List<SampleVerdict> verdicts) {
      return verdicts.stream()
          .map(SampleVerdict::macs)
          .reduce(
              new MacCount(0, 0),
              (a, b) -> new MacCount(a.total() + b.total(), a.spiking() + b.spiking()));
    }

    @Override
    public void close() {
      executables.close();
      source.ifPresent(SourceComparison::close);
      floatModel.ifPresent(FloatComparison::close);
    }
  }
}
