// Functions by number, in the order of org.spikezip.api.function.UnaryFunction and BinaryFunction.
#pragma once

#include "functions/activations.cuh"
#include "functions/exact.cuh"
#include "functions/pow.cuh"
#include "functions/sin_cos.cuh"

namespace reproducible {

enum Unary {
  NEG, ABS, EXP, LOG, SQRT, RSQRT, RECIPROCAL, RELU, SIGMOID, TANH, ERF,
  GELU, GELU_TANH, SILU, SIN, COS, FLOOR, CEIL, ROUND, SIGN, SOFTPLUS
};

enum Binary { ADD, SUB, MUL, DIV, POW, MIN, MAX, MOD };

DEVICE float unary(int function, float x) {
  switch (function) {
    case NEG: return -x;
    case ABS: return fabsf(x);
    case EXP: return exp(x);
    case LOG: return log(x);
    case SQRT: return sqrtf(x);
    case RSQRT: return rsqrt(x);
    case RECIPROCAL: return 1.0f / x;
    case RELU: return relu(x);
    case SIGMOID: return sigmoid(x);
    case TANH: return tanh(x);
    case ERF: return erf(x);
    case GELU: return gelu(x);
    case GELU_TANH: return gelu_tanh(x);
    case SILU: return silu(x);
    case SIN: return sin(x);
    case COS: return cos(x);
    case FLOOR: return floorf(x);
    case CEIL: return ceilf(x);
    case ROUND: return rintf(x);
    case SIGN: return sign(x);
    case SOFTPLUS: return softplus(x);
    default: return __int_as_float(0x7fc00000);
  }
}

DEVICE float binary(int function, float a, float b) {
  switch (function) {
    case ADD: return a + b;
    case SUB: return a - b;
    case MUL: return a * b;
    case DIV: return a / b;
    case POW: return pow(a, b);
    case MIN: return min(a, b);
    case MAX: return max(a, b);
    case MOD: return mod(a, b);
    default: return __int_as_float(0x7fc00000);
  }
}

}  // namespace reproducible
