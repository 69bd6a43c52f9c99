// The functions of one thread and of rows, one by one, for tests against Java's.
#include "functions/codes.cuh"
#include "functions/elementwise.cuh"
#include "functions/held_rows.cuh"

KERNEL(probe_unary, int function, const float* in, float* out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n) {
    out[i] = reproducible::unary(function, in[i]);
  }
}

KERNEL(probe_binary, int function, const float* a, const float* b, float* out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n) {
    out[i] = reproducible::binary(function, a[i], b[i]);
  }
}

KERNEL(probe_codes, int halfUp, const float* in, const float* theta, int least, int most, int* out, int n) {
  int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < n) {
    out[i] = reproducible::code(halfUp != 0, in[i], theta[i], least, most);
  }
}

enum RowFunction { SOFTMAX, LOG_SOFTMAX, LAYER_NORM, RMS_NORM, SUM, MAX };

struct Weights {
  const float* first;
  __device__ float operator()(int i) const { return first[i]; }
};

template <typename Workers, typename In, typename Out>
__device__ void probe_row(const Workers& workers, int function, In in, const float* gamma, const float* beta, float epsilon, Out out,
    int n) {
  switch (function) {
    case SOFTMAX: return reproducible::softmax(workers, in, out, n);
    case LOG_SOFTMAX: return reproducible::log_softmax(workers, in, out, n);
    case LAYER_NORM: return reproducible::layer_norm(workers, in, Weights{gamma}, Weights{beta}, out, n, epsilon);
    case RMS_NORM: return reproducible::rms_norm(workers, in, Weights{gamma}, out, n, epsilon);
    case SUM: {
      float sum = workers.sum(n, [&](auto i) { return in[i]; });
      return workers.each(n, [&](auto i) { out[i] = sum; });
    }
    default: {
      float most = workers.largest_of(n, [&](auto i) { return in[i]; });
      return workers.each(n, [&](auto i) { out[i] = most; });
    }
  }
}

// A row of n elements, a stride apart, for each thread.
KERNEL(probe_rows_by_thread, int function, const float* in, int stride, const float* gamma, const float* beta, float epsilon, float* out,
    int n, int rows) {
  int row = blockIdx.x * blockDim.x + threadIdx.x;
  if (row < rows) {
    size_t first = static_cast<size_t>(row) * n * stride;
    reproducible::Strided<const float> from = {in + first, stride};
    reproducible::Strided<float> to = {out + first, stride};
    probe_row(reproducible::OneThread{}, function, from, gamma, beta, epsilon, to, n);
  }
}

// A row for each half of a warp.
KERNEL(probe_rows_by_half_warp, int function, const float* in, int stride, const float* gamma, const float* beta, float epsilon,
    float* out, int n, int rows) {
  int row = (blockIdx.x * blockDim.x + threadIdx.x) / 16;
  if (row < rows) {
    size_t first = static_cast<size_t>(row) * n * stride;
    reproducible::Strided<const float> from = {in + first, stride};
    reproducible::Strided<float> to = {out + first, stride};
    probe_row(reproducible::SharedRow::of_thread(), function, from, gamma, beta, epsilon, to, n);
  }
}

// The same, held in registers where the length allows it.
KERNEL(probe_rows_held, int function, const float* in, int stride, const float* gamma, const float* beta, float epsilon, float* out, int n,
    int rows) {
  int row = (blockIdx.x * blockDim.x + threadIdx.x) / 16;
  if (row < rows) {
    size_t first = static_cast<size_t>(row) * n * stride;
    reproducible::Strided<const float> from = {in + first, stride};
    reproducible::Strided<float> to = {out + first, stride};
    reproducible::by_half_warp(from, to, n, [&](const auto& workers, auto held, auto result) {
      probe_row(workers, function, held, gamma, beta, epsilon, result, n);
    });
  }
}
