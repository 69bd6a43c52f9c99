// What every kernel is written with. The same sources compile with nvcc (and NVRTC) for a GPU, and with a plain C++17
// compiler, by way of the emulation, for tests.
#pragma once

#ifdef __CUDACC__

// Declares and begins a kernel: KERNEL(name, parameters...) { body }. Its name in the PTX is the name given.
#define KERNEL(name, ...) extern "C" __global__ void name(__VA_ARGS__)

// The same for a kernel that is launched with at most that many threads a block, of which that many blocks are to fit on a multiprocessor.
#define BOUNDED_KERNEL(threads, blocks, name, ...) \
  extern "C" __global__ void __launch_bounds__(threads, blocks) name(__VA_ARGS__)

// The block's dynamic shared memory as an array of a type, aligned to 16 bytes.
#define DYNAMIC_SHARED(type, name)                              \
  extern __shared__ __align__(16) unsigned char dynamicShared[]; \
  type* name = reinterpret_cast<type*>(dynamicShared)

#else
#include "emulation/cuda_emulation.h"
#endif

// A function of kernels, and in the emulation of the host.
#define DEVICE __device__ __host__ inline
