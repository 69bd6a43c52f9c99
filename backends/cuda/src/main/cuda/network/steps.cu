// The beginning and the end of a step.
#include "network/state.cuh"

using namespace network;

// Moves time on, opens depths, and empties the lists and the counts by layer. One block.
KERNEL(begin_step, Clock* clock, Sample* samples, int sampleCount, const int* table, int* counts, int countsSize,
    int* layerFired, int layerFiredSize) {
  int step = clock->step + 1;
  __syncthreads();
  if (threadIdx.x == 0) {
    clock->step = step;
    clock->tick++;
  }
  for (int i = threadIdx.x; i < countsSize; i += blockDim.x) {
    counts[i] = 0;
  }
  for (int i = threadIdx.x; i < layerFiredSize; i += blockDim.x) {
    layerFired[i] = 0;
  }
  for (int i = threadIdx.x; i < sampleCount; i += blockDim.x) {
    Sample& sample = samples[i];
    sample.fired = 0;
    sample.unsettled = 0;
    sample.time = clock->waitsForRest ? sample.time : step;
    int open = 0;
    while (open < clock->deepest && least_distance(*clock, table, sample.time, open + 1) <= clock->reach) {
      open++;
    }
    sample.open = open;
  }
}

// Adds up what fired, and finds out what is at rest. A thread a sample.
KERNEL(end_step, const Clock* clock, Sample* samples, int sampleCount) {
  int i = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  if (i >= sampleCount) {
    return;
  }
  Sample& sample = samples[i];
  if (sample.fired > 0) {
    sample.lastFired = clock->step;
    sample.spikes += sample.fired;
  }
  if (!sample.unsettled && clock->waitsForRest) {
    sample.time++;
  }
  sample.rest = sample.fired == 0 && clock->step >= clock->inputSteps && sample.open == clock->deepest && !sample.unsettled;
}

// Writes the same bytes for every sample.
KERNEL(repeat_bytes, const unsigned char* source, unsigned char* target, long long bytes, int sampleCount) {
  long long total = bytes * sampleCount;
  for (long long i = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x; i < total;
      i += static_cast<long long>(gridDim.x) * blockDim.x) {
    target[i] = source[i % bytes];
  }
}
