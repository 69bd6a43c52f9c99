// Products of bytes by tensor cores: what synapse_bytes and bilinear_narrow of products.cu compute, tile by tile. A block takes one tile after
// the other, and leaves out those in which no row changed.
#include "network/products.cuh"
#include "network/tiles.cuh"

using namespace network;

namespace {

using Broad = Tile<128, 128, 64, 32>;
using Slim = Tile<128, 64, 32, 32>;
using Small = Tile<32, 32, 32, 32>;

DEVICE int parts(int n, int size) { return (n + size - 1) / size; }

struct alignas(8) IntPair {
  int first, second;
};

struct alignas(8) FloatPair {
  float first, second;
};

// Two neighbouring numbers of a row of n; in one piece if the row's length is even.
template <typename Pair, typename Number>
__device__ void write_pair_as(Number* row, int column, int n, Number a, Number b) {
  if (n % 2 == 0) {
    *reinterpret_cast<Pair*>(row + column) = {a, b};
  } else {
    row[column] = a;
    if (column + 1 < n) {
      row[column + 1] = b;
    }
  }
}

__device__ inline void write_pair(int* row, int column, int n, int a, int b) {
  write_pair_as<IntPair>(row, column, n, a, b);
}

__device__ inline void write_pair(float* row, int column, int n, float a, float b) {
  write_pair_as<FloatPair>(row, column, n, a, b);
}

// A bilinear product, tile by tile. A row whose stamp is this step's has changed (list_product_rows).
template <typename T>
__device__ void bilinear_by(const Clock* clock, const signed char* left, const signed char* right, const Pairing& pairing,
    const Scale& scale, const Result& out) {
  DYNAMIC_SHARED(unsigned char, shared);
  int down = parts(pairing.m, T::rows);
  int across = parts(pairing.n, T::columns);
  int tick = clock->tick;
  for (int t = static_cast<int>(blockIdx.x); t < out.total / pairing.m * down * across; t += static_cast<int>(gridDim.x)) {
    int batch = t / (down * across);
    int firstRow = t / across % down * T::rows;
    int firstColumn = t % across * T::columns;
    const int* stamps = out.stamps + static_cast<long long>(batch) * pairing.m;
    int changed = 0;
    for (int r = static_cast<int>(threadIdx.x); r < T::rows && firstRow + r < pairing.m; r += T::threads) {
      changed |= stamps[firstRow + r] == tick;
    }
    if (!__syncthreads_or(changed)) {
      continue;
    }
    int s = batch / pairing.batches;
    int b = batch % pairing.batches;
    const signed char* a = left + (static_cast<long long>(s) * pairing.leftMatrices + pairing.left[b]) * pairing.m * pairing.k;
    const signed char* c = right + (static_cast<long long>(s) * pairing.rightMatrices + pairing.right[b]) * pairing.k * pairing.n;
    auto row = [&](int r) { return firstRow + r < pairing.m ? a + static_cast<long long>(firstRow + r) * pairing.k : nullptr; };
    T tile;
    tile.compute(shared, rows_of_bytes(row, pairing.k), ColumnsOfBytes{c, pairing.k, pairing.n, firstColumn}, pairing.k);
    tile.each_pair([&](int r, int j, int sum, int next) {
      int matrixRow = firstRow + r;
      int column = firstColumn + j;
      if (matrixRow >= pairing.m || column >= pairing.n || stamps[matrixRow] != tick) {
        return;
      }
      const float* factor = scale.values + scale.base[b * pairing.m + matrixRow];
      float second = factor[column + 1 < pairing.n ? (column + 1) * scale.stride : 0];
      float* to = static_cast<float*>(out.data) + (static_cast<long long>(batch) * pairing.m + matrixRow) * pairing.n;
      write_pair(
          to, column, pairing.n, static_cast<float>(sum) * factor[column * scale.stride], static_cast<float>(next) * second);
    });
  }
}

}  // namespace

// A synapse of the listed rows. Weights are [n, k]. The sums go to [rows, n], unless that is null.
BOUNDED_KERNEL(256, 2, synapse_tiles, const signed char* codes, const signed char* weights, const float* scale, const float* bias, int k,
    int n, RowList list, int* sums, float* out) {
  DYNAMIC_SHARED(unsigned char, shared);
  int count = *list.count;
  int across = parts(n, Broad::columns);
  for (int t = static_cast<int>(blockIdx.x); t < parts(count, Broad::rows) * across; t += static_cast<int>(gridDim.x)) {
    int firstRow = t / across * Broad::rows;
    int firstColumn = t % across * Broad::columns;
    auto codesOfRow = [&](int r) {
      return firstRow + r < count ? codes + static_cast<long long>(list.rows[firstRow + r]) * k : nullptr;
    };
    auto weightsOfColumn = [&](int c) {
      return firstColumn + c < n ? weights + static_cast<long long>(firstColumn + c) * k : nullptr;
    };
    Broad tile;
    tile.compute(shared, rows_of_bytes(codesOfRow, k), rows_of_bytes(weightsOfColumn, k), k);
    if (sums != nullptr) {
      tile.each_pair([&](int r, int j, int sum, int next) {
        if (firstRow + r < count && firstColumn + j < n) {
          write_pair(sums + static_cast<long long>(list.rows[firstRow + r]) * n, firstColumn + j, n, sum, next);
        }
      });
    }
    tile.each_pair([&](int r, int j, int sum, int next) {
      int column = firstColumn + j;
      if (firstRow + r < count && column < n) {
        int second = column + 1 < n ? column + 1 : column;
        write_pair(out + static_cast<long long>(list.rows[firstRow + r]) * n, column, n,
            static_cast<float>(sum) * scale[column] + bias[column], static_cast<float>(next) * scale[second] + bias[second]);
      }
    });
  }
}

// A bilinear product of large matrices.
BOUNDED_KERNEL(256, 2, bilinear_tiles, const Clock* clock, const signed char* left, const signed char* right, Pairing pairing, Scale scale,
    Result out) {
  bilinear_by<Slim>(clock, left, right, pairing, scale, out);
}

// A bilinear product of matrices of up to about 32 rows, a warp a tile.
BOUNDED_KERNEL(32, 16, bilinear_tiles_small, const Clock* clock, const signed char* left, const signed char* right, Pairing pairing,
    Scale scale, Result out) {
  bilinear_by<Small>(clock, left, right, pairing, scale, out);
}
