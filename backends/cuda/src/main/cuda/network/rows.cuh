// Operands by rows, and whether they changed. A cell's elements are divided into stretches of equal size; each has the tick at which it
// last changed. A row is computed again when a stretch that it reads is newer than what the row has seen.
#pragma once

#include "network/state.cuh"

namespace network {

// A value that a kernel reads, row by row of its result.
struct Operand {
  const void* data;
  const int* stamps;
  const int* base;     // where each row of a sample begins; null if row r begins at r * width
  int sampleElements;  // from one sample to the next; 0 if all share one
  int sampleStamps;
  int stretch;         // elements of a stamp
  int width;           // of a row of the result
  int stride;          // 1, or 0 where one element serves a whole row

  DEVICE long long begin(int sample, int row) const {
    return static_cast<long long>(sample) * sampleElements + start(row);
  }

  DEVICE int start(int row) const { return base == nullptr ? row * width : base[row]; }

  // The newest stamp of n elements of a sample from one on.
  DEVICE int newest(int sample, int first, int n) const {
    const int* own = stamps + static_cast<long long>(sample) * sampleStamps;
    int most = own[first / stretch];
    for (int i = first / stretch + 1; i <= (first + n - 1) / stretch; i++) {
      most = most > own[i] ? most : own[i];
    }
    return most;
  }

  DEVICE int newest(int sample, int row) const { return newest(sample, start(row), stride == 0 ? 1 : width); }

  DEVICE float at(int sample, int row, int j) const {
    return static_cast<const float*>(data)[begin(sample, row) + static_cast<long long>(j) * stride];
  }
};

// A result and what its rows have seen.
struct Result {
  void* data;
  int* stamps;
  int* seen;
  int rows;     // of a sample
  int total;    // of all samples
  int width;
  int gate;     // the depth of the neuron that needs it first; 0 if it is always computed
};

// The rows of a launch, one after the other for a warp or half a warp.
struct Walk {
  int row;
  int step;

  static __device__ Walk of_lanes(int lanes) {
    int perBlock = static_cast<int>(blockDim.x) / lanes;
    return {static_cast<int>(blockIdx.x) * perBlock + static_cast<int>(threadIdx.x) / lanes,
        static_cast<int>(gridDim.x) * perBlock};
  }
};

DEVICE bool is_open(const Result& out, const Sample* samples, int sample) {
  return out.gate == 0 || out.gate <= samples[sample].open;
}

}  // namespace network
