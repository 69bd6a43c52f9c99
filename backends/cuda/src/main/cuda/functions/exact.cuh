// Functions with one right answer: docs/float-functions.md, exact functions.
#pragma once

#include "kernel.cuh"

namespace reproducible {

DEVICE float rsqrt(float x) { return 1.0f / sqrtf(x); }

DEVICE float relu(float x) { return x < 0.0f ? 0.0f : x; }

DEVICE float sign(float x) { return x > 0.0f ? 1.0f : x < 0.0f ? -1.0f : x; }

// The larger; NaN if one is NaN, and +0 above -0.
DEVICE float max(float a, float b) {
  if (a != a || b != b) {
    return a != a ? a : b;
  }
  return a == b ? __int_as_float(__float_as_int(a) & __float_as_int(b)) : a > b ? a : b;
}

// The smaller; NaN if one is NaN, and -0 below +0.
DEVICE float min(float a, float b) {
  if (a != a || b != b) {
    return a != a ? a : b;
  }
  return a == b ? __int_as_float(__float_as_int(a) | __float_as_int(b)) : a < b ? a : b;
}

// The remainder of division toward 0, exact, with the sign of the dividend: binary long division of the significands.
DEVICE float mod(float a, float b) {
  unsigned sign = __float_as_uint(a) & 0x80000000u;
  unsigned x = __float_as_uint(a) & 0x7fffffffu;
  unsigned y = __float_as_uint(b) & 0x7fffffffu;
  if (x >= 0x7f800000u || y > 0x7f800000u || y == 0) {
    return __int_as_float(0x7fc00000);
  }
  if (x < y) {
    return a;
  }
  // Significands as integers, value = significand * 2^(exponent - 150); subnormals have exponent 1.
  int exponentX = x >> 23 == 0 ? 1 : static_cast<int>(x >> 23);
  int exponentY = y >> 23 == 0 ? 1 : static_cast<int>(y >> 23);
  unsigned rest = x >> 23 == 0 ? x : (x & 0x7fffffu) | 0x800000u;
  unsigned divisor = y >> 23 == 0 ? y : (y & 0x7fffffu) | 0x800000u;
  rest %= divisor;
  for (int e = exponentX; e > exponentY; e--) {
    rest <<= 1;
    rest = rest >= divisor ? rest - divisor : rest;
  }
  // The rest is less than the divisor, whose exponent it has: both products are exact.
  float significand = static_cast<float>(rest);
  int scale = exponentY - 150;
  float half = __int_as_float((scale / 2 + 127) << 23);
  float other = __int_as_float((scale - scale / 2 + 127) << 23);
  return __uint_as_float(__float_as_uint(significand * half * other) | sign);
}

}  // namespace reproducible
