// The exponential function in float: docs/float-functions.md, exp.
#pragma once

#include "kernel.cuh"

namespace reproducible {

// e to the power of x: normal, 0 (below -87.33654) or infinite (above 88.72283).
DEVICE float exp(float x) {
  const float magic = 12582912.0f;  // 1.5 * 2^23: the sum rounds to an integer, which stays in its low bits
  float shifted = x * 1.442695f + magic;
  float n = shifted - magic;
  float r = x - n * 0.693359375f;
  r = r - n * -2.1219444e-4f;
  float p = 0.0013836799f;
  p = p * r + 0.008369142f;
  p = p * r + 0.041668106f;
  p = p * r + 0.16666517f;
  p = p * r + 0.49999994f;
  p = (p * (r * r) + r) + 1.0f;
  unsigned scaled = __float_as_uint(p) + (__float_as_uint(shifted) << 23);
  float y = __uint_as_float(scaled);
  y = x > 88.72283f ? __int_as_float(0x7f800000) : y;
  y = x < -87.33654f ? 0.0f : y;
  return x != x ? x : y;
}

}  // namespace reproducible
