package org.spikezip.pass;

import java.util.List;
import org.spikezip.api.Pass;
import org.spikezip.api.Plugin;
import org.spikezip.pass.canonicalize.CanonicalizePass;
import org.spikezip.pass.quantize.QuantizePass;
import org.spikezip.pass.spike.SpikePass;

/** The passes from an imported graph to a spiking one. */
public final class CorePasses implements Plugin {
  @Override
  public String id() {
    return "core-passes";
  }

  @Override
  public List<Pass> passes() {
    return List.of(new CanonicalizePass(), new QuantizePass(), new SpikePass());
  }
}
