// Functions of whole rows, half a warp a row.
#include "functions/held_rows.cuh"
#include "network/rows.cuh"

using namespace network;

namespace {

constexpr int HALF = 16;

// Computes the rows that have something new, by function(workers, in, out).
template <typename Function>
__device__ void each_row(const Clock* clock, const Sample* samples, const Operand& x, const Result& out, Function function) {
  reproducible::HalfWarp lanes = reproducible::HalfWarp::of_thread();
  Walk walk = Walk::of_lanes(HALF);
  for (int row = walk.row; row < out.total; row += walk.step) {
    int s = row / out.rows;
    int r = row % out.rows;
    if (!is_open(out, samples, s) || x.newest(s, r) <= out.seen[row]) {
      continue;
    }
    reproducible::by_half_warp(static_cast<const float*>(x.data) + x.begin(s, r),
        static_cast<float*>(out.data) + static_cast<long long>(row) * out.width, out.width, function);
    __syncwarp(lanes.mask);
    if (lanes.lane == 0) {
      out.seen[row] = clock->tick;
      out.stamps[row] = clock->tick;
    }
  }
}

}  // namespace

BOUNDED_KERNEL(128, 4, softmax, const Clock* clock, const Sample* samples, Operand x, Result out) {
  each_row(clock, samples, x, out, [&](const auto& workers, auto in, auto to) {
    reproducible::softmax(workers, in, to, out.width);
  });
}

BOUNDED_KERNEL(128, 4, log_softmax, const Clock* clock, const Sample* samples, Operand x, Result out) {
  each_row(clock, samples, x, out, [&](const auto& workers, auto in, auto to) {
    reproducible::log_softmax(workers, in, to, out.width);
  });
}

BOUNDED_KERNEL(128, 4, layer_norm, const Clock* clock, const Sample* samples, Operand x, const float* gamma, const float* beta, Result out,
    float epsilon) {
  each_row(clock, samples, x, out, [&](const auto& workers, auto in, auto to) {
    reproducible::layer_norm(
        workers, in, [&](int i) { return gamma[i]; }, [&](int i) { return beta[i]; }, to, out.width, epsilon);
  });
}

BOUNDED_KERNEL(128, 4, rms_norm, const Clock* clock, const Sample* samples, Operand x, const float* gamma, Result out, float epsilon) {
  each_row(clock, samples, x, out, [&](const auto& workers, auto in, auto to) {
    reproducible::rms_norm(workers, in, [&](int i) { return gamma[i]; }, to, out.width, epsilon);
  });
}

// A thread a result: element i of those that it combines is at first[o] + offset[i]. Every result has a stamp of its own.
KERNEL(reduce, const Clock* clock, const Sample* samples, Operand x, const int* first, const int* offset, int n, Result out,
    int kind) {
  enum Kind { SUM, MEAN, MAX, MIN, PROD };
  Walk walk = Walk::of_lanes(1);
  for (int row = walk.row; row < out.total; row += walk.step) {
    int s = row / out.rows;
    int begin = first[row % out.rows];
    if (!is_open(out, samples, s)) {
      continue;
    }
    int newest = -1;
    for (int i = 0; i < n; i++) {
      int stamp = x.newest(s, begin + offset[i], 1);
      newest = stamp > newest ? stamp : newest;
    }
    if (newest <= out.seen[row] && out.seen[row] >= 0) {
      continue;
    }
    const float* in = static_cast<const float*>(x.data) + static_cast<long long>(s) * x.sampleElements + begin;
    auto value = [&](int i) { return in[offset[i]]; };
    float result;
    if (kind == SUM || kind == MEAN) {
      result = reproducible::sum(n, value);
      result = kind == MEAN ? result / static_cast<float>(n) : result;
    } else if (kind == MAX) {
      result = reproducible::largest(n, value);
    } else {
      result = kind == PROD ? 1.0f : __int_as_float(0x7f800000);
      for (int i = 0; i < n; i++) {
        result = kind == PROD ? result * value(i) : reproducible::min(result, value(i));
      }
    }
    static_cast<float*>(out.data)[row] = result;
    out.seen[row] = clock->tick;
    out.stamps[row] = clock->tick;
  }
}
