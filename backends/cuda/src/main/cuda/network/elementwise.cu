// Functions of one to three values, element by element, and codes as numbers. Booleans are 0 and 1.
#include "functions/elementwise.cuh"
#include "network/rows.cuh"

using namespace network;

namespace {

// Beyond reproducible::Unary.
enum Truth { NOT = 21, IS_NAN = 22 };

// Beyond reproducible::Binary.
enum Comparison { EQUAL = 8, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, AND, OR, XOR };

DEVICE float truth(bool holds) { return holds ? 1.0f : 0.0f; }

DEVICE float one(int function, float x) {
  switch (function) {
    case NOT: return 1.0f - x;
    case IS_NAN: return truth(x != x);
    default: return reproducible::unary(function, x);
  }
}

DEVICE float two(int function, float a, float b) {
  switch (function) {
    case EQUAL: return truth(a == b);
    case LESS: return truth(a < b);
    case LESS_OR_EQUAL: return truth(a <= b);
    case GREATER: return truth(a > b);
    case GREATER_OR_EQUAL: return truth(a >= b);
    case AND: return truth(a != 0 && b != 0);
    case OR: return truth(a != 0 || b != 0);
    case XOR: return truth((a != 0) != (b != 0));
    default: return reproducible::binary(function, a, b);
  }
}

DEVICE int later(int a, int b) { return a > b ? a : b; }

// A warp a row: computes the rows that have something new, by value(sample, row, j).
template <typename Newest, typename Value>
__device__ void map_rows(const Clock* clock, const Sample* samples, const Result& out, Newest newest, Value value) {
  Walk walk = Walk::of_lanes(WARP);
  for (int row = walk.row; row < out.total; row += walk.step) {
    int s = row / out.rows;
    int r = row % out.rows;
    if (!is_open(out, samples, s) || newest(s, r) <= out.seen[row]) {
      continue;
    }
    float* target = static_cast<float*>(out.data) + static_cast<long long>(row) * out.width;
    for (int j = static_cast<int>(threadIdx.x) % WARP; j < out.width; j += WARP) {
      target[j] = value(s, r, j);
    }
    __syncwarp();
    if (threadIdx.x % WARP == 0) {
      out.seen[row] = clock->tick;
      out.stamps[row] = clock->tick;
    }
  }
}

}  // namespace

KERNEL(unary, const Clock* clock, const Sample* samples, Operand x, Result out, int function) {
  map_rows(
      clock, samples, out, [&](int s, int r) { return x.newest(s, r); },
      [&](int s, int r, int j) { return one(function, x.at(s, r, j)); });
}

KERNEL(binary, const Clock* clock, const Sample* samples, Operand a, Operand b, Result out, int function) {
  map_rows(
      clock, samples, out, [&](int s, int r) { return later(a.newest(s, r), b.newest(s, r)); },
      [&](int s, int r, int j) { return two(function, a.at(s, r, j), b.at(s, r, j)); });
}

KERNEL(where, const Clock* clock, const Sample* samples, Operand condition, Operand yes, Operand no, Result out) {
  map_rows(
      clock, samples, out,
      [&](int s, int r) { return later(condition.newest(s, r), later(yes.newest(s, r), no.newest(s, r))); },
      [&](int s, int r, int j) { return condition.at(s, r, j) != 0 ? yes.at(s, r, j) : no.at(s, r, j); });
}

KERNEL(clip, const Clock* clock, const Sample* samples, Operand x, Result out, float least, float most) {
  map_rows(
      clock, samples, out, [&](int s, int r) { return x.newest(s, r); },
      [&](int s, int r, int j) { return reproducible::min(most, reproducible::max(least, x.at(s, r, j))); });
}

KERNEL(to_truth, const Clock* clock, const Sample* samples, Operand x, Result out) {
  map_rows(
      clock, samples, out, [&](int s, int r) { return x.newest(s, r); },
      [&](int s, int r, int j) { return truth(x.at(s, r, j) != 0); });
}

KERNEL(copy_rows, const Clock* clock, const Sample* samples, Operand x, Result out) {
  map_rows(
      clock, samples, out, [&](int s, int r) { return x.newest(s, r); },
      [&](int s, int r, int j) { return x.at(s, r, j); });
}

// The numbers that codes of 1 or 4 bytes stand for; theta is one value for all samples.
KERNEL(decode, const Clock* clock, const Sample* samples, Operand codes, int bytes, Operand theta, Result out) {
  map_rows(
      clock, samples, out, [&](int s, int r) { return codes.newest(s, r); },
      [&](int s, int r, int j) {
        long long i = codes.begin(s, r) + j;
        int code = bytes == 1 ? static_cast<const signed char*>(codes.data)[i] : static_cast<const int*>(codes.data)[i];
        return theta.at(s, r, j) * static_cast<float>(code);
      });
}
