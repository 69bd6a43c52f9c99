/* What generated networks need: neurons, and float functions with the bits of docs/float-functions.md.
   Compile with -ffp-contract=off, so that no two roundings become one. */
#include <math.h>
#include <stdint.h>
#include <string.h>

/* One layer of neurons. */
struct layer {
  int32_t node;    /* id of its node in the graph */
  int32_t depth;   /* from 1 */
  int32_t size;    /* number of neurons */
  int32_t *codes;  /* tracers */
  int32_t *moved;  /* how far each tracer moved in the last step */
  int32_t settled; /* whether each tracer is at its target */
};

/* Numbers that come from outside or go there. */
struct numbers {
  const char *name;
  void *data;
  int32_t bytes;
  int32_t floats; /* float, else int32_t */
};

/* ---- neurons ---- */

static inline int32_t clipped(float rounded, int32_t min, int32_t max) {
  int32_t code;
  if (rounded != rounded) {
    code = 0;
  } else if (rounded >= 2147483648.0f) {
    code = INT32_MAX;
  } else if (rounded < -2147483648.0f) {
    code = INT32_MIN;
  } else {
    code = (int32_t) rounded;
  }
  code = code < max ? code : max;
  return code > min ? code : min;
}

static inline int32_t half_even(float x, float theta, int32_t min, int32_t max) {
  return clipped(rintf(x / theta), min, max);
}

static inline int32_t half_up(float x, float theta, int32_t min, int32_t max) {
  return clipped(floorf(x / theta + 0.5f), min, max);
}

/* Moves a tracer towards its target, if it is at least so far away, and says by how much. */
static inline int32_t fire(int32_t *tracer, int32_t target, int32_t least, int32_t max_spike) {
  int32_t away = target - *tracer;
  if ((away < 0 ? -away : away) < least) {
    return 0;
  }
  int32_t moved = away > max_spike ? max_spike : away < -max_spike ? -max_spike : away;
  *tracer += moved;
  return moved;
}

/* ---- float functions ---- */

static inline float with_bits(uint32_t bits) {
  float x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

static inline uint32_t bits_of(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

/* NaN if one is NaN, and +0 above -0. */
static inline float sz_max(float a, float b) {
  if (a != a) return a;
  if (a == 0 && b == 0) return bits_of(a) == 0 ? a : b;
  return a >= b ? a : b;
}

static inline float sz_min(float a, float b) {
  if (a != a) return a;
  if (a == 0 && b == 0) return bits_of(a) != 0 ? a : b;
  return a <= b ? a : b;
}

static inline float sz_exp(float x) {
  float shifted = x * 1.442695f + 12582912.0f;
  float n = shifted - 12582912.0f;
  float r = x - n * 0x1.63p-1f;
  r = r - n * -2.1219444e-4f;
  float p = 0.0013836799f;
  p = p * r + 0.008369142f;
  p = p * r + 0.041668106f;
  p = p * r + 0.16666517f;
  p = p * r + 0.49999994f;
  p = (p * (r * r) + r) + 1.0f;
  float y = with_bits(bits_of(p) + (bits_of(shifted) << 23));
  y = x > 88.72283f ? INFINITY : y;
  y = x < -87.33654f ? 0.0f : y;
  return x != x ? x : y;
}

/* The natural logarithm of a normal x above 0, within 1e-15. */
static inline double double_log(double x) {
  int64_t bits;
  memcpy(&bits, &x, sizeof bits);
  int64_t k = (bits - 0x3fe6a09e667f3bcdLL) >> 52;
  bits -= k * (1LL << 52);
  double m;
  memcpy(&m, &bits, sizeof m);
  double s = (m - 1.0) / (m + 1.0);
  double z = s * s;
  double p = 0.1479703730385872;
  p = p * z + 0.15313951155536684;
  p = p * z + 0.18183567831478223;
  p = p * z + 0.22222198513397626;
  p = p * z + 0.28571428742891486;
  p = p * z + 0.3999999999941279;
  p = p * z + 0.6666666666666735;
  return (double) k * 0.6931471805599453 + ((p * z) * s + 2.0 * s);
}

static inline float sz_log(float x) {
  if (x > 0 && x < INFINITY) return (float) double_log(x);
  if (x == 0) return -INFINITY;
  return x > 0 ? x : NAN;
}

static inline float sz_erf(float x) {
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
  float far = 1.0f - sz_exp(q * t - t);
  return copysignf(t < 0.84375f ? near : far, x);
}

static inline float sz_tanh(float x) {
  float t = fabsf(x);
  float s = t * t;
  float p = -0.005663615f;
  p = p * s + 0.020603238f;
  p = p * s + -0.05372913f;
  p = p * s + 0.13331321f;
  p = p * s + -0.33333278f;
  float near = (p * s) * t + t;
  float far = 1.0f - 2.0f / (sz_exp(t + t) + 1.0f);
  return copysignf(t < 0.625f ? near : far, x);
}

static inline float sz_rsqrt(float x) { return 1.0f / sqrtf(x); }
static inline float sz_reciprocal(float x) { return 1.0f / x; }
static inline float sz_neg(float x) { return -x; }
static inline float sz_relu(float x) { return x < 0 ? 0.0f : x; }
static inline float sz_sigmoid(float x) { return 1.0f / (1.0f + sz_exp(-x)); }
static inline float sz_silu(float x) { return x / (1.0f + sz_exp(-x)); }

static inline float sz_gelu(float x) {
  return (0.5f * x) * (1.0f + sz_erf(x * 0.70710677f));
}

static inline float sz_gelu_tanh(float x) {
  float inner = 0.7978846f * (x + 0.044715f * ((x * x) * x));
  return (0.5f * x) * (1.0f + sz_tanh(inner));
}

static inline float sz_softplus(float x) {
  float e = sz_exp(-fabsf(x));
  float tail = e < 5.9604645e-8f ? e : (float) double_log(1.0 + (double) e);
  return (x < 0 ? 0.0f : x) + tail;
}

/* ---- rows: n elements, every stride-th ---- */

static inline float tree(float *p) {
  for (int half = 8; half > 0; half /= 2) {
    for (int j = 0; j < half; j++) p[j] += p[j + half];
  }
  return p[0];
}

static inline float row_sum(const float *x, int n, int stride) {
  float p[16] = {0};
  for (int i = 0; i < n; i++) p[i % 16] += x[i * stride];
  return tree(p);
}

static inline float row_squares(const float *x, int n, float mean) {
  float p[16] = {0};
  for (int i = 0; i < n; i++) {
    float d = x[i] - mean;
    p[i % 16] += d * d;
  }
  return tree(p);
}

static inline float row_max(const float *x, int n, int stride) {
  float max = -INFINITY;
  for (int i = 0; i < n; i++) max = sz_max(max, x[i * stride]);
  return max;
}

static inline void row_softmax(const float *x, float *out, int n, int stride) {
  float max = row_max(x, n, stride);
  for (int i = 0; i < n; i++) out[i * stride] = sz_exp(x[i * stride] - max);
  float reciprocal = 1.0f / row_sum(out, n, stride);
  for (int i = 0; i < n; i++) out[i * stride] *= reciprocal;
}
