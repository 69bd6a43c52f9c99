package com.example.spikezip.c;

import org.spikezip.api.Backend;
import org.spikezip.conformance.BackendConformance;

class CBackendTest extends BackendConformance {
  @Override
  protected Backend backend() {
    return new CBackend();
  }
}
