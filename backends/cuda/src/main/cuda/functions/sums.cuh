// Reductions by one thread, in the order that all backends share: sixteen strided partial sums, then a fixed tree.
#pragma once

#include "functions/exact.cuh"

namespace reproducible {

constexpr int PARTIALS = 16;

// The partial sums of a row, its elements added in order.
struct Partials {
  float sums[PARTIALS];

  DEVICE Partials() {
    for (int j = 0; j < PARTIALS; j++) {
      sums[j] = 0.0f;
    }
  }

  // Adds value(i) for i from 0 to n - 1.
  template <typename Value>
  DEVICE void add(int n, Value value) {
    int i = 0;
    for (; i + PARTIALS <= n; i += PARTIALS) {
#pragma unroll
      for (int j = 0; j < PARTIALS; j++) {
        sums[j] += value(i + j);
      }
    }
#pragma unroll
    for (int j = 0; j < PARTIALS; j++) {
      if (i + j < n) {
        sums[j] += value(i + j);
      }
    }
  }

  DEVICE float total() {
#pragma unroll
    for (int half = PARTIALS / 2; half > 0; half /= 2) {
#pragma unroll
      for (int j = 0; j < half; j++) {
        sums[j] += sums[j + half];
      }
    }
    return sums[0];
  }
};

// The sum of value(i) for i from 0 to n - 1.
template <typename Value>
DEVICE float sum(int n, Value value) {
  Partials partials;
  partials.add(n, value);
  return partials.total();
}

// The largest of value(i) for i from 0 to n - 1; -Inf for none, NaN if one is NaN.
template <typename Value>
DEVICE float largest(int n, Value value) {
  float most = __int_as_float(0xff800000);
  for (int i = 0; i < n; i++) {
    most = max(most, value(i));
  }
  return most;
}

}  // namespace reproducible
