// Activation functions in float: docs/float-functions.md, the rest, and softplus.
#pragma once

#include "functions/double_exp_log.cuh"
#include "functions/erf.cuh"
#include "functions/tanh.cuh"

namespace reproducible {

DEVICE float sigmoid(float x) { return 1.0f / (1.0f + exp(-x)); }

DEVICE float silu(float x) { return x / (1.0f + exp(-x)); }

DEVICE float gelu(float x) { return (0.5f * x) * (1.0f + erf(x * 0.70710677f)); }

DEVICE float gelu_tanh(float x) {
  float inner = 0.7978846f * (x + 0.044715f * ((x * x) * x));
  return (0.5f * x) * (1.0f + tanh(inner));
}

DEVICE float softplus(float x) {
  float e = exp(-fabsf(x));
  float tail = e < 5.9604645e-8f ? e : static_cast<float>(double_log(1.0 + static_cast<double>(e)));
  return (x < 0.0f ? 0.0f : x) + tail;
}

}  // namespace reproducible
