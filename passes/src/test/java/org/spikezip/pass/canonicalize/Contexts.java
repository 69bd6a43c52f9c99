package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.api.Executable;
import org.spikezip.api.HostOps;
import org.spikezip.api.Options;
import org.spikezip.api.PassContext;
import org.spikezip.api.Progress;
import org.spikezip.api.Samples;
import org.spikezip.ir.Graph;

/** A context without data or runtimes. */
record Contexts(Options options) implements PassContext {
  @Override
  public Optional<Samples> calibration() {
    return Optional.empty();
  }

  @Override
  public Executable compileFloat(Graph graph) {
    throw new AssertionError("canonicalize runs nothing");
  }

  @Override
  public HostOps hostOps() {
    return HostOps.NONE;
  }

  @Override
  public Progress progress() {
    return Progress.NONE;
  }
}
