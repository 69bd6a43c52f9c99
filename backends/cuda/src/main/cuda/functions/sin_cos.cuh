// Sine and cosine, computed in double and rounded once: docs/float-functions.md, sin, cos.
#pragma once

#include "kernel.cuh"

namespace reproducible {

DEVICE double sine_over_argument(double z) {
  double p = -2.4760146883735194e-08;
  p = p * z + 2.7555335465650155e-06;
  p = p * z + -0.0001984126370917134;
  p = p * z + 0.00833333332504264;
  p = p * z + -0.16666666666630156;
  return p * z + 1.0;
}

DEVICE double cosine_of_square(double z) {
  double p = 2.064487340504076e-09;
  p = p * z + -2.755551929029541e-07;
  p = p * z + 2.4801580686228792e-05;
  p = p * z + -0.0013888888877563572;
  p = p * z + 0.041666666666596165;
  return (p * (z * z) + -0.5 * z) + 1.0;
}

// The sine of x + quarters * pi/2; NaN for |x| beyond 2^30 and for NaN.
DEVICE float sine(float x, int quarters) {
  if (!(fabsf(x) <= 1073741824.0f)) {
    return __int_as_float(0x7fc00000);
  }
  const double magic = 6755399441055744.0;
  double wide = x;
  double n = (wide * 0.6366197723675814 + magic) - magic;
  double r = wide - n * 1.5707963267341256;
  r = r - n * 6.077100506506192e-11;
  double z = r * r;
  int quadrant = static_cast<int>(n) + quarters;
  double y = (quadrant & 1) == 0 ? r * sine_over_argument(z) : cosine_of_square(z);
  return static_cast<float>((quadrant & 2) == 0 ? y : -y);
}

DEVICE float sin(float x) { return sine(x, 0); }

DEVICE float cos(float x) { return sine(x, 1); }

}  // namespace reproducible
