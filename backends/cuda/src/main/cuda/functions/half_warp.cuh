// Reductions by sixteen lanes, each of which holds one of the sixteen partial sums: element i belongs to lane i mod 16. Both halves of a
// warp may work on rows of their own.
#pragma once

#include "functions/sums.cuh"

namespace reproducible {

struct HalfWarp {
  int lane;       // 0 to 15, the partial sum
  unsigned mask;  // the lanes of this half

  // The half that this thread belongs to, in blocks of whole warps of one axis.
  static __device__ HalfWarp of_thread() {
    return {static_cast<int>(threadIdx.x % 16), threadIdx.x % 32 < 16 ? 0x0000ffffu : 0xffff0000u};
  }

  // The tree over the partial sums. All lanes get the result: both sides of a sum give the same bits.
  __device__ float total(float partial) const {
    for (int distance = 8; distance > 0; distance /= 2) {
      partial += __shfl_xor_sync(mask, partial, distance, 16);
    }
    return partial;
  }

  // The largest over all lanes, for all lanes.
  __device__ float largest(float value) const {
    for (int distance = 8; distance > 0; distance /= 2) {
      value = max(value, __shfl_xor_sync(mask, value, distance, 16));
    }
    return value;
  }

  // The sum of value(i) for i from 0 to n - 1.
  template <typename Value>
  __device__ float sum(int n, Value value) const {
    float partial = 0.0f;
    for (int i = lane; i < n; i += PARTIALS) {
      partial += value(i);
    }
    return total(partial);
  }

  // The largest of value(i) for i from 0 to n - 1; -Inf for none, NaN if one is NaN.
  template <typename Value>
  __device__ float largest_of(int n, Value value) const {
    float most = __int_as_float(0xff800000);
    for (int i = lane; i < n; i += PARTIALS) {
      most = max(most, value(i));
    }
    return largest(most);
  }
};

}  // namespace reproducible
