// CUDA's functions of one thread: conversions, bits, packed bytes, atomics.
#pragma once

inline int __float_as_int(float x) { int i; std::memcpy(&i, &x, 4); return i; }
inline unsigned __float_as_uint(float x) { unsigned i; std::memcpy(&i, &x, 4); return i; }
inline float __int_as_float(int i) { float x; std::memcpy(&x, &i, 4); return x; }
inline float __uint_as_float(unsigned i) { float x; std::memcpy(&x, &i, 4); return x; }
inline long long __double_as_longlong(double x) { long long i; std::memcpy(&i, &x, 8); return i; }
inline double __longlong_as_double(long long i) { double x; std::memcpy(&x, &i, 8); return x; }

namespace emulation {
// NaN is 0, what does not fit saturates.
inline int int_of_whole(float x) {
  return x != x ? 0 : x >= 2147483648.0f ? INT32_MAX : x <= -2147483648.0f ? INT32_MIN : static_cast<int>(x);
}
}  // namespace emulation

inline int __float2int_rn(float x) { return emulation::int_of_whole(nearbyintf(x)); }
inline int __float2int_rd(float x) { return emulation::int_of_whole(floorf(x)); }
inline int __float2int_rz(float x) { return emulation::int_of_whole(truncf(x)); }
inline float __int2float_rn(int i) { return static_cast<float>(i); }
inline float __ll2float_rn(long long i) { return static_cast<float>(i); }
inline float __fadd_rn(float a, float b) { return a + b; }
inline float __fsub_rn(float a, float b) { return a - b; }
inline float __fmul_rn(float a, float b) { return a * b; }
inline float __fdiv_rn(float a, float b) { return a / b; }
inline float __fsqrt_rn(float a) { return sqrtf(a); }
inline float __fmaf_rn(float a, float b, float c) { return fmaf(a, b, c); }

inline int min(int a, int b) { return a < b ? a : b; }
inline int max(int a, int b) { return a > b ? a : b; }
inline unsigned min(unsigned a, unsigned b) { return a < b ? a : b; }
inline unsigned max(unsigned a, unsigned b) { return a > b ? a : b; }
inline long long min(long long a, long long b) { return a < b ? a : b; }
inline long long max(long long a, long long b) { return a > b ? a : b; }

inline int __popc(unsigned i) { return __builtin_popcount(i); }
inline int __popcll(unsigned long long i) { return __builtin_popcountll(i); }
inline int __ffs(int i) { return __builtin_ffs(i); }
inline int __ffsll(long long i) { return __builtin_ffsll(i); }
inline int __clz(int i) { return i == 0 ? 32 : __builtin_clz(static_cast<unsigned>(i)); }
inline int __clzll(long long i) { return i == 0 ? 64 : __builtin_clzll(static_cast<unsigned long long>(i)); }
inline unsigned __umulhi(unsigned a, unsigned b) { return static_cast<unsigned>(static_cast<uint64_t>(a) * b >> 32); }
inline unsigned long long __umul64hi(unsigned long long a, unsigned long long b) {
  return static_cast<unsigned long long>(static_cast<unsigned __int128>(a) * b >> 64);
}
inline unsigned __byte_perm(unsigned a, unsigned b, unsigned selector) {
  uint64_t bytes = static_cast<uint64_t>(b) << 32 | a;
  unsigned result = 0;
  for (int i = 0; i < 4; i++) {
    unsigned choice = selector >> (4 * i) & 0xf;
    unsigned byte = static_cast<unsigned>(bytes >> (8 * (choice & 7))) & 0xff;
    result |= (choice & 8 ? (byte & 0x80 ? 0xffu : 0u) : byte) << (8 * i);
  }
  return result;
}

// The sum of four products of signed bytes and c.
inline int __dp4a(int a, int b, int c) {
  unsigned sum = static_cast<unsigned>(c);
  for (int i = 0; i < 32; i += 8) {
    sum += static_cast<unsigned>(static_cast<signed char>(a >> i) * static_cast<signed char>(b >> i));
  }
  return static_cast<int>(sum);
}

template <typename T>
inline T __ldg(const T* p) { return *p; }

inline void __threadfence() {}
inline void __threadfence_block() {}
inline int __syncthreads_count(int vote) { return emulation::block_barrier(vote != 0); }
inline int __syncthreads_or(int vote) { return emulation::block_barrier(vote != 0) != 0; }
inline int __syncthreads_and(int vote) { return emulation::block_barrier(vote == 0) == 0; }
inline void __syncthreads() { emulation::block_barrier(false); }

// Launches run one at a time, threads in turn: plain reads and writes are atomic.
template <typename T>
inline T atomicExch(T* p, T v) { T old = *p; *p = v; return old; }
template <typename T>
inline T atomicAdd(T* p, T v) { return atomicExch(p, static_cast<T>(*p + v)); }
template <typename T>
inline T atomicSub(T* p, T v) { return atomicExch(p, static_cast<T>(*p - v)); }
template <typename T>
inline T atomicMax(T* p, T v) { return atomicExch(p, v > *p ? v : *p); }
template <typename T>
inline T atomicMin(T* p, T v) { return atomicExch(p, v < *p ? v : *p); }
template <typename T>
inline T atomicOr(T* p, T v) { return atomicExch(p, *p | v); }
template <typename T>
inline T atomicAnd(T* p, T v) { return atomicExch(p, *p & v); }
template <typename T>
inline T atomicXor(T* p, T v) { return atomicExch(p, *p ^ v); }
template <typename T>
inline T atomicCAS(T* p, T expected, T v) { return atomicExch(p, *p == expected ? v : *p); }
