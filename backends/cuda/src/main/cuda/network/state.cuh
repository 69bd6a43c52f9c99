// What a run carries from step to step beside cells. The layout is known to org.spikezip.backend.cuda.RunState.
#pragma once

#include "kernel.cuh"

namespace network {

using Wide = unsigned long long;

constexpr unsigned ALL_LANES = 0xffffffffu;
constexpr int WARP = 32;

// Time, the same for all samples.
struct Clock {
  int tick;          // steps since the plan was made; what changed in a step is stamped with it
  int step;          // of the run, from 1
  int maxSpike;
  int inputSteps;    // how many steps bring input
  int waitsForRest;  // whether the schedule's time goes on only when all that is open has settled
  int tableBase;     // the schedule's time of the table's first row
  int tableRows;
  int deepest;       // the largest depth of a neuron
  int reach;         // the largest distance that a neuron can have from its target
  int unused;
};

// What one sample has done.
struct Sample {
  Wide hash;
  Wide spikes;    // events of all steps but this one
  Wide fired;     // events of this step
  int time;       // what the schedule goes by
  int open;       // up to which depth there are neurons that may fire
  int unsettled;  // whether a neuron that is open is away from its target
  int lastFired;  // the last step with an event
  int rest;       // whether nothing can fire any more
  int unused;
};

// The least distance at which a neuron of this depth fires; the table has a row for each time, the last one for all later ones.
DEVICE int least_distance(const Clock& clock, const int* table, int time, int depth) {
  int row = time - clock.tableBase;
  row = row < 0 ? 0 : row >= clock.tableRows ? clock.tableRows - 1 : row;
  return table[row * (clock.deepest + 1) + depth];
}

}  // namespace network
