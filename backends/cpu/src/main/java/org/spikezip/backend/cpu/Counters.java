package org.spikezip.backend.cpu;

/** What happened in a run so far. */
final class Counters {
  int step;
  int maxSpike;
  Gate gate;
  long spikes;
  long synapticOperations;
  long hash;
}
