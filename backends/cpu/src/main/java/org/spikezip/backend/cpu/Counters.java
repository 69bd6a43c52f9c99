package org.spikezip.backend.cpu;

/** What happened in a run so far. */
final class Counters {
  int step;
  int maxSpike;
  long spikes;
  long synapticOperations;
  long hash;
}
