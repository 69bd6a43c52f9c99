// Routes: elements move, nothing is computed.
#include "network/rows.cuh"

using namespace network;

namespace {

constexpr int CONSTANT = -1;  // the operator's own number stands here
constexpr int ELSEWHERE = -2; // another operand's element stands here

// A warp a row: takes over what changed, and stamps the rows in which something did. source says for each element of a sample's result
// which element of the operand it is. events, if given, counts by sample the elements that changed.
template <typename From, typename Element>
__device__ void move_rows(const Clock* clock, const Sample* samples, const Operand& x, const int* source, Element constant,
    const Result& out, Wide* events) {
  Walk walk = Walk::of_lanes(WARP);
  for (int row = walk.row; row < out.total; row += walk.step) {
    int s = row / out.rows;
    int first = row % out.rows * out.width;
    if (!is_open(out, samples, s)) {
      continue;
    }
    const From* from = static_cast<const From*>(x.data) + static_cast<long long>(s) * x.sampleElements;
    Element* to = static_cast<Element*>(out.data) + static_cast<long long>(row) * out.width;
    int seen = out.seen[row];
    int changed = 0;
    for (int j = static_cast<int>(threadIdx.x) % WARP; j < out.width; j += WARP) {
      int e = source[first + j];
      if (e >= 0 && x.newest(s, e, 1) > seen) {
        Element element = static_cast<Element>(from[e]);
        changed += to[j] != element;
        to[j] = element;
      } else if (e == CONSTANT && seen < 0) {
        to[j] = constant;
      }
    }
    bool any = __any_sync(ALL_LANES, changed);
    for (int distance = WARP / 2; any && distance > 0; distance /= 2) {
      changed += __shfl_down_sync(ALL_LANES, changed, distance);
    }
    if (threadIdx.x % WARP == 0) {
      out.seen[row] = clock->tick;
      if (any || seen < 0) {
        out.stamps[row] = clock->tick;
      }
      if (any && events != nullptr) {
        atomicAdd(&events[s], static_cast<Wide>(changed));
      }
    }
  }
}

}  // namespace

// Floats, bit by bit.
KERNEL(move_floats, const Clock* clock, const Sample* samples, Operand x, const int* source, float constant, Result out) {
  move_rows<int, int>(clock, samples, x, source, __float_as_int(constant), out, nullptr);
}

// Codes of a number of bytes to codes of one.
KERNEL(move_bytes, const Clock* clock, const Sample* samples, Operand x, int bytes, const int* source, Result out, Wide* events) {
  if (bytes == 1) {
    move_rows<signed char, signed char>(clock, samples, x, source, 0, out, events);
  } else {
    move_rows<int, signed char>(clock, samples, x, source, 0, out, events);
  }
}

// Codes of a number of bytes to codes of four.
KERNEL(move_ints, const Clock* clock, const Sample* samples, Operand x, int bytes, const int* source, Result out, Wide* events) {
  if (bytes == 1) {
    move_rows<signed char, int>(clock, samples, x, source, 0, out, events);
  } else {
    move_rows<int, int>(clock, samples, x, source, 0, out, events);
  }
}
