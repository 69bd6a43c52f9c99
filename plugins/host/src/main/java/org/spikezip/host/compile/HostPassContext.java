package org.spikezip.host.compile;

import java.util.Optional;
import org.spikezip.api.Executable;
import org.spikezip.api.HostOps;
import org.spikezip.api.Options;
import org.spikezip.api.PassContext;
import org.spikezip.api.Progress;
import org.spikezip.api.Samples;
import org.spikezip.host.run.GraphLoader;
import org.spikezip.ir.Graph;

/** What passes are given in one compilation. */
record HostPassContext(
    Options options,
    Optional<Samples> calibration,
    GraphLoader loader,
    HostOps hostOps,
    Progress progress)
    implements PassContext {
  @Override
  public Executable compileFloat(Graph graph) {
    return loader.loadFloat(graph, Options.NONE);
  }
}
