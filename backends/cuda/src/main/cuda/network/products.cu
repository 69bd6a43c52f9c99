// Products of codes, of those rows that changed. The sum of products is exact and so the same as if every spike had been added; it becomes a
// float once, is multiplied by the scale, then added to the bias. First a list of the rows is made, so that products work on full tiles.
#include "network/products.cuh"

using namespace network;

// A thread a row: lists the rows of codes that changed.
KERNEL(list_rows, const Clock* clock, const Sample* samples, Operand codes, Result out, RowList list) {
  Walk walk = Walk::of_lanes(1);
  for (int row = walk.row; row < out.total; row += walk.step) {
    int s = row / out.rows;
    if (is_open(out, samples, s) && codes.newest(s, row % out.rows) > out.seen[row]) {
      out.seen[row] = clock->tick;
      out.stamps[row] = clock->tick;
      list.add(row);
    }
  }
}

// A block a batch: lists the rows of a product of which the left row changed, or anything of the right matrix.
KERNEL(list_product_rows, const Clock* clock, const Sample* samples, Operand left, Operand right, Pairing pairing, Result out,
    RowList list) {
  __shared__ int newestRight;
  int all = out.total / pairing.m;
  for (int batch = static_cast<int>(blockIdx.x); batch < all; batch += static_cast<int>(gridDim.x)) {
    int s = batch / pairing.batches;
    int b = batch % pairing.batches;
    if (threadIdx.x == 0) {
      newestRight = -1;
    }
    __syncthreads();
    int size = pairing.k * pairing.n;
    int begin = pairing.right[b] * size;
    for (int stretch = begin / right.stretch + static_cast<int>(threadIdx.x); stretch <= (begin + size - 1) / right.stretch;
        stretch += static_cast<int>(blockDim.x)) {
      atomicMax(&newestRight, right.stamps[static_cast<long long>(s) * right.sampleStamps + stretch]);
    }
    __syncthreads();
    for (int i = static_cast<int>(threadIdx.x); i < pairing.m; i += static_cast<int>(blockDim.x)) {
      int row = batch * pairing.m + i;
      int newestLeft = left.newest(s, (pairing.left[b] * pairing.m + i) * pairing.k, pairing.k);
      if (is_open(out, samples, s) && (newestLeft > newestRight ? newestLeft : newestRight) > out.seen[row]) {
        out.seen[row] = clock->tick;
        out.stamps[row] = clock->tick;
        list.add(row);
      }
    }
    __syncthreads();
  }
}

// A thread a sum: codes of 8 bits, weights of 8 bits as [K, N], sums of 32 bits.
KERNEL(synapse_bytes, const signed char* codes, const signed char* weights, const float* scale, const float* bias, int k, int n,
    RowList list, float* out) {
  int column = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  if (column >= n) {
    return;
  }
  for (int i = static_cast<int>(blockIdx.y); i < *list.count; i += static_cast<int>(gridDim.y)) {
    long long row = list.rows[i];
    int sum = 0;
    for (int p = 0; p < k; p++) {
      sum += codes[row * k + p] * weights[static_cast<long long>(p) * n + column];
    }
    out[row * n + column] = static_cast<float>(sum) * scale[column] + bias[column];
  }
}

// The same where codes, weights or sums do not fit: weights of 32 bits, sums of 64.
KERNEL(synapse_wide, Codes codes, const int* weights, const float* scale, const float* bias, int k, int n, RowList list,
    float* out) {
  int column = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  if (column >= n) {
    return;
  }
  for (int i = static_cast<int>(blockIdx.y); i < *list.count; i += static_cast<int>(gridDim.y)) {
    long long row = list.rows[i];
    long long sum = 0;
    for (int p = 0; p < k; p++) {
      sum += static_cast<long long>(codes.at(row * k + p)) * weights[static_cast<long long>(p) * n + column];
    }
    out[row * n + column] = static_cast<float>(sum) * scale[column] + bias[column];
  }
}

namespace {

// A thread a sum of a product of codes.
template <typename Sum>
__device__ void bilinear(const Codes& left, const Codes& right, const Pairing& pairing, const Scale& scale, const RowList& list,
    float* out) {
  int column = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
  if (column >= pairing.n) {
    return;
  }
  for (int i = static_cast<int>(blockIdx.y); i < *list.count; i += static_cast<int>(gridDim.y)) {
    int row = list.rows[i];
    int batch = row / pairing.m;
    int s = batch / pairing.batches;
    int b = batch % pairing.batches;
    long long a = ((static_cast<long long>(s) * pairing.leftMatrices + pairing.left[b]) * pairing.m + row % pairing.m) * pairing.k;
    long long c = (static_cast<long long>(s) * pairing.rightMatrices + pairing.right[b]) * pairing.k * pairing.n + column;
    Sum sum = 0;
    for (int p = 0; p < pairing.k; p++) {
      sum += static_cast<Sum>(left.at(a + p)) * right.at(c + static_cast<long long>(p) * pairing.n);
    }
    int ownRow = row % (pairing.batches * pairing.m);
    out[static_cast<long long>(row) * pairing.n + column] =
        static_cast<float>(sum) * scale.values[scale.base[ownRow] + column * scale.stride];
  }
}

}  // namespace

KERNEL(bilinear_narrow, Codes left, Codes right, Pairing pairing, Scale scale, RowList list, float* out) {
  bilinear<int>(left, right, pairing, scale, list, out);
}

KERNEL(bilinear_wide, Codes left, Codes right, Pairing pairing, Scale scale, RowList list, float* out) {
  bilinear<long long>(left, right, pairing, scale, list, out);
}
