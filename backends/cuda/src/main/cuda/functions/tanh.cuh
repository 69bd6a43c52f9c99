// The hyperbolic tangent in float: docs/float-functions.md, tanh.
#pragma once

#include "functions/exp.cuh"

namespace reproducible {

DEVICE float tanh(float x) {
  float t = fabsf(x);
  float s = t * t;
  float p = -0.005663615f;
  p = p * s + 0.020603238f;
  p = p * s + -0.05372913f;
  p = p * s + 0.13331321f;
  p = p * s + -0.33333278f;
  float near = (p * s) * t + t;
  float far = 1.0f - 2.0f / (exp(t + t) + 1.0f);
  return copysignf(t < 0.625f ? near : far, x);
}

}  // namespace reproducible
