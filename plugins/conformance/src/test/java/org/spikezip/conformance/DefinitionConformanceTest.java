package org.spikezip.conformance;

import org.spikezip.api.Backend;

/** The kit accepts the definition. */
class DefinitionConformanceTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return new DefinitionBackend(graph -> graph);
  }

  @Override
  protected int networks() {
    return 8;
  }
}
