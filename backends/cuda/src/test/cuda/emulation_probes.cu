// What the emulation promises: barriers in loops, functions of part of a warp, an error where a GPU would hang.
#include "kernel.cuh"

// Rotates the block's numbers by that many places, one at a time: out[t] = in[(t + rounds) mod blockDim.x].
KERNEL(probe_barriers, const int* in, int rounds, int* out) {
  DYNAMIC_SHARED(int, ring);
  int t = threadIdx.x;
  ring[t] = in[t];
  __syncthreads();
  for (int round = 0; round < rounds; round++) {
    int next = ring[(t + 1) % blockDim.x];
    __syncthreads();
    ring[t] = next;
    __syncthreads();
  }
  out[t] = ring[t];
}

// The sum over each half of a warp, the two halves in different branches; then a ballot of all lanes.
KERNEL(probe_half_warps, const int* in, int* sums, int* ballots) {
  int t = threadIdx.x;
  int sum = in[t];
  if (t % 32 < 16) {
    for (int d = 8; d > 0; d /= 2) {
      sum += __shfl_xor_sync(0x0000ffffu, sum, d, 16);
    }
  } else {
    for (int d = 8; d > 0; d /= 2) {
      sum += __shfl_down_sync(0xffff0000u, sum, d, 16);
    }
    sum = __shfl_sync(0xffff0000u, sum, 16);
  }
  sums[t] = sum;
  ballots[t] = static_cast<int>(__ballot_sync(0xffffffffu, in[t] > 0));
}

// Half of the threads wait at a barrier, the others for them in their warp.
KERNEL(probe_stuck, int* out) {
  if (threadIdx.x % 2 == 0) {
    __syncthreads();
  }
  out[threadIdx.x] = __shfl_sync(0xffffffffu, static_cast<int>(threadIdx.x), 0);
}

// Threads that end early do not hold up the others.
KERNEL(probe_early_end, int live, int* out) {
  if (static_cast<int>(threadIdx.x) >= live) {
    return;
  }
  out[threadIdx.x] = __syncthreads_count(1) + 1000 * __popc(__ballot_sync(0xffffffffu, 1));
}
