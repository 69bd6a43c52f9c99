package com.example.spikezip.c;

import java.util.List;
import org.spikezip.api.Backend;
import org.spikezip.api.Plugin;

/** What this jar adds to spikezip: one backend. */
public final class CPlugin implements Plugin {
  @Override
  public String id() {
    return "c-example";
  }

  @Override
  public List<Backend> backends() {
    return List.of(new CBackend());
  }
}
