package org.spikezip.backend.cpu;

/** A run: what it is at, who does it, and what happened so far. */
final class Counters {
  int step;
  int maxSpike;
  Gate gate;
  Crew crew = Crew.ALONE;
  long spikes;
  long synapticOperations;
  long hash;
}
