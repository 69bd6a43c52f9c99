// The error function in float: docs/float-functions.md, erf.
#pragma once

#include "functions/exp.cuh"

namespace reproducible {

DEVICE float erf(float x) {
  float t = fabsf(x);
  t = t > 4.0f ? 4.0f : t;
  float s = t * t;
  float p = -0.00063749f;
  p = p * s + 0.0050618746f;
  p = p * s + -0.026809534f;
  p = p * s + 0.11282912f;
  p = p * s + -0.37612593f;
  p = p * s + 0.12837917f;
  float near = p * t + t;
  float q = 0.00021580802f;
  q = q * t + -0.0032298537f;
  q = q * t + 0.022937283f;
  q = q * t + -0.10533488f;
  q = q * t + -0.6356635f;
  q = q * t + -0.12853037f;
  float far = 1.0f - exp(q * t - t);
  return copysignf(t < 0.84375f ? near : far, x);
}

}  // namespace reproducible
