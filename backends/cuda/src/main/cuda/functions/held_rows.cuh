// Rows of up to 16 N elements in the registers of half a warp, so that all loads of a row are under way at once: element i is number
// i / 16 of lane i mod 16. The functions of rows.cuh work on them as they are.
#pragma once

#include "functions/rows.cuh"

namespace reproducible {

// An element's index in the row, and its number in its lane, which is known when the code is compiled.
struct HeldIndex {
  int element;
  int number;

  __device__ operator int() const { return element; }
};

template <int N>
struct HeldRow {
  float (&elements)[N];

  __device__ float& operator[](HeldIndex i) const { return elements[i.number]; }
};

template <int N>
struct HoldingLanes : HalfWarp {
  // Calls body(i) for the elements of this lane, in order.
  template <typename Body>
  __device__ void each(int n, Body body) const {
#pragma unroll
    for (int number = 0; number < N; number++) {
      int i = lane + number * PARTIALS;
      if (i < n) {
        body(HeldIndex{i, number});
      }
    }
  }

  template <typename Value>
  __device__ float sum(int n, Value value) const {
    float partial = 0.0f;
    each(n, [&](HeldIndex i) { partial += value(i); });
    return total(partial);
  }

  template <typename Value>
  __device__ float largest_of(int n, Value value) const {
    float most = __int_as_float(0xff800000);
    each(n, [&](HeldIndex i) { most = max(most, value(i)); });
    return largest(most);
  }
};

// Reads a row of at most 16 N elements, calls function(lanes, in, out) on it, and writes it.
template <int N, typename In, typename Out, typename Function>
__device__ inline void hold_row(const HalfWarp& lanes, In in, Out out, int n, Function function) {
  HoldingLanes<N> holding = {lanes};
  float elements[N];
  holding.each(n, [&](HeldIndex i) { elements[i.number] = in[i.element]; });
  HeldRow<N> row = {elements};
  function(holding, row, row);
  holding.each(n, [&](HeldIndex i) { out[i.element] = elements[i.number]; });
}

// Calls function(workers, in, out) on a row of n elements, held in registers if it is not too long.
template <typename In, typename Out, typename Function>
__device__ inline void by_half_warp(In in, Out out, int n, Function function) {
  SharedRow lanes = SharedRow::of_thread();
  if (n <= 4 * PARTIALS) {
    hold_row<4>(lanes, in, out, n, function);
  } else if (n <= 16 * PARTIALS) {
    hold_row<16>(lanes, in, out, n, function);
  } else if (n <= 24 * PARTIALS) {
    hold_row<24>(lanes, in, out, n, function);
  } else {
    function(lanes, in, out);
  }
}

}  // namespace reproducible
