package org.spikezip.integration.model;

import java.util.Optional;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.Progress;
import org.spikezip.api.Samples;
import org.spikezip.api.SourceModel;
import org.spikezip.host.Spikezip;
import org.spikezip.host.compile.Compilation;
import org.spikezip.host.verify.VerificationReport;
import org.spikezip.host.verify.VerificationRequest;
import org.spikezip.ir.Graph;

/**
 * A model, compiled once for many tests.
 *
 * @param spikezip what compiled it
 * @param source where it came from; open as long as this is used
 * @param compilation what came out
 */
record CompiledModel(Spikezip spikezip, SourceModel source, Compilation compilation) {
  static CompiledModel of(Spikezip spikezip, ModelCase model) {
    SourceModel source = spikezip.openModel(model.model());
    return of(spikezip, source, model.calibration().map(c -> c.apply(source.graph())));
  }

  /** With the default options: 32 levels, a threshold a channel, int8 weights. */
  static CompiledModel of(Spikezip spikezip, SourceModel source, Optional<Samples> calibration) {
    return new CompiledModel(
        spikezip, source, spikezip.compile(source, Options.NONE, calibration, Progress.NONE));
  }

  Graph graph() {
    return compilation.graph();
  }

  /** How many nodes have the operator of this name, such as {@code layer_norm}. */
  long operators(String name) {
    return graph().nodes().stream().filter(node -> node.op().name().equals(name)).count();
  }

  /** The network on the CPU; close it. */
  Executable load(Kernels kernels) {
    return spikezip.load(graph(), "cpu", kernels.options());
  }

  /** A verification to be refined and handed to {@link Spikezip#verify}. */
  VerificationRequest verification(Samples samples, Kernels kernels) {
    return VerificationRequest.of(graph(), () -> load(kernels), samples);
  }

  VerificationReport verify(Samples samples, RunKind run, Kernels kernels, int threads) {
    return spikezip.verify(
        verification(samples, kernels).withRun(run.options()).withThreads(threads));
  }
}
