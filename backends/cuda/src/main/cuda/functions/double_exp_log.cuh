// Exponential and logarithm in double, for functions that round to float once: docs/float-functions.md, dexp and dlog.
#pragma once

#include "kernel.cuh"

namespace reproducible {

// e to the power of x, |x| <= 700.
DEVICE double double_exp(double x) {
  const double magic = 6755399441055744.0;  // 1.5 * 2^52: the sum rounds to an integer
  double n = (x * 1.4426950408889634 + magic) - magic;
  double r = x - n * 0.6931471803691238;
  r = r - n * 1.9082149292705877e-10;
  double p = 2.7476554780436643e-07;
  p = p * r + 2.763509369532493e-06;
  p = p * r + 2.480193298139824e-05;
  p = p * r + 0.0001984118501203921;
  p = p * r + 0.0013888888514438456;
  p = p * r + 0.00833333337101929;
  p = p * r + 0.0416666666681453;
  p = p * r + 0.16666666666611263;
  p = p * r + 0.4999999999999831;
  p = (p * (r * r) + r) + 1.0;
  return p * __longlong_as_double((static_cast<long long>(n) + 1023LL) << 52);
}

// The natural logarithm of a normal x, 0 < x < Inf.
DEVICE double double_log(double x) {
  long long bits = __double_as_longlong(x);
  long long k = (bits - 0x3fe6a09e667f3bcdLL) >> 52;
  double m = __longlong_as_double(bits - (k * (1LL << 52)));  // from sqrt(1/2) to sqrt(2)
  double s = (m - 1.0) / (m + 1.0);
  double z = s * s;
  double p = 0.1479703730385872;
  p = p * z + 0.15313951155536684;
  p = p * z + 0.18183567831478223;
  p = p * z + 0.22222198513397626;
  p = p * z + 0.28571428742891486;
  p = p * z + 0.3999999999941279;
  p = p * z + 0.6666666666666735;
  return static_cast<double>(k) * 0.6931471805599453 + ((p * z) * s + 2.0 * s);
}

// The natural logarithm, computed in double and rounded once.
DEVICE float log(float x) {
  const float infinity = __int_as_float(0x7f800000);
  if (x > 0.0f && x < infinity) {
    return static_cast<float>(double_log(x));
  }
  if (x == 0.0f) {
    return -infinity;
  }
  return x > 0.0f ? x : __int_as_float(0x7fc00000);
}

}  // namespace reproducible
