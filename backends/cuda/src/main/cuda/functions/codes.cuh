// Codes of quantizers: docs/float-functions.md, codes.
#pragma once

#include "kernel.cuh"

namespace reproducible {

// The code of x at a threshold theta > 0, clipped into [least, most]; a NaN has code 0 before clipping.
DEVICE int code(bool halfUp, float x, float theta, int least, int most) {
  float q = x / theta;
  int rounded = halfUp ? __float2int_rd(q + 0.5f) : __float2int_rn(q);
  int capped = rounded < most ? rounded : most;
  return capped > least ? capped : least;
}

}  // namespace reproducible
