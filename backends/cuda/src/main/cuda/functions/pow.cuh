// Powers in float: docs/float-functions.md, pow.
#pragma once

#include "functions/double_exp_log.cuh"
#include "functions/exact.cuh"

namespace reproducible {

DEVICE float infinite_or_zero(bool infinite) { return infinite ? __int_as_float(0x7f800000) : 0.0f; }

// A whole exponent of at most 8 in size: repeated products in double.
DEVICE float repeated_power(float x, int n) {
  double product = 1.0;
  for (int i = n < 0 ? -n : n; i > 0; i--) {
    product *= static_cast<double>(x);
  }
  return static_cast<float>(n < 0 ? 1.0 / product : product);
}

// A power of a size from 0 to Inf, y finite and not 0.
DEVICE float power_of_size(float size, float y) {
  if (size == 0.0f || size == __int_as_float(0x7f800000)) {
    return infinite_or_zero((size > 0.0f) == (y > 0.0f));
  }
  double logarithm = static_cast<double>(y) * double_log(size);
  logarithm = logarithm < -200.0 ? -200.0 : logarithm > 200.0 ? 200.0 : logarithm;
  return static_cast<float>(double_exp(logarithm));
}

// Of whole numbers: beyond 2^24 all are even.
DEVICE bool is_odd(float whole) { return fabsf(whole) < 16777216.0f && (static_cast<int>(whole) & 1) != 0; }

DEVICE float pow(float x, float y) {
  const float infinity = __int_as_float(0x7f800000);
  if (y == 2.0f) {
    return x * x;
  }
  if (y == 3.0f) {
    return (x * x) * x;
  }
  if (y == 0.5f) {
    return sqrtf(x);
  }
  if (y == -0.5f) {
    return rsqrt(x);
  }
  bool whole = y == rintf(y);
  if (fabsf(y) <= 8.0f && whole) {
    return repeated_power(x, static_cast<int>(y));
  }
  if (x == 1.0f) {
    return 1.0f;
  }
  if (x != x || y != y) {
    return __int_as_float(0x7fc00000);
  }
  float size = fabsf(x);
  if (fabsf(y) == infinity) {
    return size == 1.0f ? 1.0f : infinite_or_zero((size > 1.0f) == (y > 0.0f));
  }
  if (x < 0.0f && size < infinity && !whole) {
    return __int_as_float(0x7fc00000);
  }
  float power = power_of_size(size, y);
  return __float_as_int(x) < 0 && whole && is_odd(y) ? -power : power;
}

}  // namespace reproducible
