// Functions of a row: docs/float-functions.md, reductions. Written once, for one thread (OneThread) or for half a warp (HalfWarp),
// whose lanes then share the elements. All may work in place; a row of no elements writes nothing.
#pragma once

#include "functions/double_exp_log.cuh"
#include "functions/exp.cuh"
#include "functions/half_warp.cuh"

namespace reproducible {

// A thread that does a row by itself.
struct OneThread {
  template <typename Value>
  DEVICE float sum(int n, Value value) const { return reproducible::sum(n, value); }

  template <typename Value>
  DEVICE float largest_of(int n, Value value) const { return largest(n, value); }

  // Calls body(i) for i from 0 to n - 1.
  template <typename Body>
  DEVICE void each(int n, Body body) const {
    for (int i = 0; i < n; i++) {
      body(i);
    }
  }
};

// Sixteen lanes that share a row.
struct SharedRow : HalfWarp {
  static __device__ SharedRow of_thread() { return {HalfWarp::of_thread()}; }

  // Calls body(i) for the elements of this lane.
  template <typename Body>
  __device__ void each(int n, Body body) const {
    for (int i = lane; i < n; i += PARTIALS) {
      body(i);
    }
  }
};

// Elements of a row, some distance apart.
template <typename T>
struct Strided {
  T* first;
  int stride;

  DEVICE T& operator[](int i) const { return first[static_cast<long long>(i) * stride]; }
};

template <typename Workers, typename In, typename Out>
__device__ inline void softmax(const Workers& workers, In in, Out out, int n) {
  float most = workers.largest_of(n, [&](auto i) { return in[i]; });
  workers.each(n, [&](auto i) { out[i] = exp(in[i] - most); });
  float reciprocal = 1.0f / workers.sum(n, [&](auto i) { return out[i]; });
  workers.each(n, [&](auto i) { out[i] *= reciprocal; });
}

template <typename Workers, typename In, typename Out>
__device__ inline void log_softmax(const Workers& workers, In in, Out out, int n) {
  float most = workers.largest_of(n, [&](auto i) { return in[i]; });
  float logarithm = log(workers.sum(n, [&](auto i) { return exp(in[i] - most); }));
  workers.each(n, [&](auto i) { out[i] = (in[i] - most) - logarithm; });
}

// Gamma and beta are functions of the index: ones and zeros where the operator has none.
template <typename Workers, typename In, typename Gamma, typename Beta, typename Out>
__device__ inline void layer_norm(
    const Workers& workers, In in, Gamma gamma, Beta beta, Out out, int n, float epsilon) {
  float mean = workers.sum(n, [&](auto i) { return in[i]; }) / static_cast<float>(n);
  float variance = workers.sum(n, [&](auto i) {
    float d = in[i] - mean;
    return d * d;
  }) / static_cast<float>(n);
  float inverse = rsqrt(variance + epsilon);
  workers.each(n, [&](auto i) { out[i] = ((in[i] - mean) * inverse) * gamma(i) + beta(i); });
}

template <typename Workers, typename In, typename Gamma, typename Out>
__device__ inline void rms_norm(const Workers& workers, In in, Gamma gamma, Out out, int n, float epsilon) {
  float meanSquare = workers.sum(n, [&](auto i) { return in[i] * in[i]; }) / static_cast<float>(n);
  float inverse = rsqrt(meanSquare + epsilon);
  workers.each(n, [&](auto i) { out[i] = (in[i] * inverse) * gamma(i); });
}

}  // namespace reproducible
