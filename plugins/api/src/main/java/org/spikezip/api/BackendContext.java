package org.spikezip.api;

/** What a backend is given. */
public interface BackendContext {
  /** Evaluates operators that are not canonical. */
  HostOps hostOps();
}
