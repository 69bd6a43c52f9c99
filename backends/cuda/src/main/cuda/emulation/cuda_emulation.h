// CUDA's words for a plain C++17 compiler, so that kernels run on the host, bit for bit as their source says.
//
// A block's threads are fibers of one operating system thread, blocks run one after another, launches one at a time. A fiber
// runs until it ends or waits: at a block's barrier, or in a function of its warp. So barriers in loops and functions of part of a
// warp behave as on a GPU; a kernel that waits for another block does not end. A wait that nothing can end is an error.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>

#define __global__
#define __device__
#define __host__
#define __constant__ static const
#define __shared__ static
#define __forceinline__ inline
#define __align__(bytes) alignas(bytes)
#define __launch_bounds__(...)

struct uint3 {
  unsigned x, y, z;
};
using dim3 = uint3;

#define EMULATED_VECTOR(type, name)                                     \
  struct alignas(2 * sizeof(type)) name##2 { type x, y; };              \
  struct alignas(4 * sizeof(type)) name##4 { type x, y, z, w; };        \
  inline name##2 make_##name##2(type x, type y) { return {x, y}; }      \
  inline name##4 make_##name##4(type x, type y, type z, type w) { return {x, y, z, w}; }
EMULATED_VECTOR(signed char, char)
EMULATED_VECTOR(unsigned char, uchar)
EMULATED_VECTOR(short, short)
EMULATED_VECTOR(int, int)
EMULATED_VECTOR(unsigned, uint)
EMULATED_VECTOR(float, float)
#undef EMULATED_VECTOR

inline uint3 threadIdx;
inline uint3 blockIdx;
inline dim3 blockDim;
inline dim3 gridDim;
constexpr int warpSize = 32;

#include "emulation/scheduler.h"

#define EMULATED_KERNEL(name, ...)                                    \
  extern "C" void name(__VA_ARGS__);                                  \
  static const emulation::Registration emulated_##name(#name, &name); \
  extern "C" void name(__VA_ARGS__)
#define KERNEL(name, ...) EMULATED_KERNEL(name, __VA_ARGS__)
#define BOUNDED_KERNEL(threads, blocks, name, ...) EMULATED_KERNEL(name, __VA_ARGS__)
#define DYNAMIC_SHARED(type, name) type* name = reinterpret_cast<type*>(emulation::dynamic_shared())

#include "emulation/intrinsics.h"
#include "emulation/warp.h"
#include "emulation/tensor_core.h"
