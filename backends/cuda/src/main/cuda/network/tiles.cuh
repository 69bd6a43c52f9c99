// Exact products of matrices of bytes by tensor cores, a tile of the result a block.
//
// Shared memory holds, for each stage of the pipeline, rows of DEPTH bytes of the left matrix and columns of DEPTH bytes of the right
// one. The sixteen-byte chunks of a row are permuted, so that eight rows' chunks of one column lie in different banks.
#pragma once

#include "network/tensor_core.cuh"

namespace network {

constexpr int DEPTH = 64;   // elements of the summed axis in a stage
constexpr int CHUNK = 16;
constexpr int STAGES = 3;

DEVICE int place(int row, int chunk) { return row * DEPTH + ((chunk ^ (row >> 1 & 3)) * CHUNK); }

// A tile of ROWS x COLUMNS sums. Each warp has WARP_ROWS x WARP_COLUMNS of them, in registers.
template <int ROWS, int COLUMNS, int WARP_ROWS, int WARP_COLUMNS>
struct Tile {
  static constexpr int rows = ROWS;
  static constexpr int columns = COLUMNS;
  static constexpr int warpsDown = ROWS / WARP_ROWS;
  static constexpr int warpsAcross = COLUMNS / WARP_COLUMNS;
  static constexpr int threads = warpsDown * warpsAcross * 32;
  static constexpr int stageBytes = (ROWS + COLUMNS) * DEPTH;
  static constexpr int sharedBytes = STAGES * stageBytes;
  static constexpr int down = WARP_ROWS / 16;
  static constexpr int across = WARP_COLUMNS / 8;

  int sums[down][across][4];

  __device__ static int lane() { return static_cast<int>(threadIdx.x) % 32; }
  __device__ static int first_row() { return static_cast<int>(threadIdx.x) / 32 / warpsAcross * WARP_ROWS; }
  __device__ static int first_column() { return static_cast<int>(threadIdx.x) / 32 % warpsAcross * WARP_COLUMNS; }

  // The sums over k elements. Left and right fill rows of a stage: fill(stage, rows, threads, first element).
  template <typename Left, typename Right>
  __device__ void compute(unsigned char* shared, const Left& left, const Right& right, int k) {
#pragma unroll
    for (int i = 0; i < down; i++) {
#pragma unroll
      for (int j = 0; j < across; j++) {
#pragma unroll
        for (int c = 0; c < 4; c++) {
          sums[i][j][c] = 0;
        }
      }
    }
    int steps = (k + DEPTH - 1) / DEPTH;
    for (int ahead = 0; ahead < STAGES - 1; ahead++) {
      load(shared, left, right, ahead, steps);
    }
    for (int step = 0; step < steps; step++) {
      wait_for_all_but<STAGES - 2>();
      __syncthreads();
      load(shared, left, right, step + STAGES - 1, steps);
      multiply(shared + step % STAGES * stageBytes);
    }
    wait_for_all_but<0>();
    __syncthreads();
  }

  // Calls write(row, column, sum, sum of the next column) for the sums of this lane, by their places in the tile.
  template <typename Write>
  __device__ void each_pair(Write write) const {
#pragma unroll
    for (int i = 0; i < down; i++) {
#pragma unroll
      for (int half = 0; half < 2; half++) {
        int row = first_row() + i * 16 + half * 8 + lane() / 4;
#pragma unroll
        for (int j = 0; j < across; j++) {
          write(row, first_column() + j * 8 + lane() % 4 * 2, sums[i][j][half * 2], sums[i][j][half * 2 + 1]);
        }
      }
    }
  }

 private:
  template <typename Left, typename Right>
  __device__ void load(unsigned char* shared, const Left& left, const Right& right, int step, int steps) {
    if (step < steps) {
      unsigned char* stage = shared + step % STAGES * stageBytes;
      left.fill(stage, ROWS, threads, step * DEPTH);
      right.fill(stage + ROWS * DEPTH, COLUMNS, threads, step * DEPTH);
    }
    end_group();
  }

  __device__ void multiply(const unsigned char* stage) {
    const unsigned char* columnsOfStage = stage + ROWS * DEPTH;
#pragma unroll
    for (int half = 0; half < DEPTH / 32; half++) {
      unsigned a[down][4];
#pragma unroll
      for (int i = 0; i < down; i++) {
        load_matrices(a[i], stage + place(first_row() + i * 16 + lane() % 16, half * 2 + lane() / 16));
      }
#pragma unroll
      for (int j = 0; j < across; j += 2) {
        unsigned b[4];
        load_matrices(b, columnsOfStage + place(first_column() + j * 8 + lane() % 8 + lane() / 16 * 8, half * 2 + lane() / 8 % 2));
        unsigned even[2] = {b[0], b[1]};
        unsigned odd[2] = {b[2], b[3]};
#pragma unroll
        for (int i = 0; i < down; i++) {
          multiply_add(sums[i][j], a[i], even);
          multiply_add(sums[i][j + 1], a[i], odd);
        }
      }
    }
  }
};

DEVICE unsigned pack(int a, int b, int c, int d) {
  return (a & 0xff) | (b & 0xff) << 8 | (c & 0xff) << 16 | static_cast<unsigned>(d) << 24;
}

// Rows whose elements lie side by side; row(i) is the address of the first, or null.
template <typename Row>
struct RowsOfBytes {
  Row row;
  int k;

  __device__ void fill(unsigned char* tile, int rows, int threads, int first) const {
    if (k % CHUNK == 0) {
      fill_by_chunks(tile, rows, threads, first);
    } else {
      fill_by_words(tile, rows, threads, first);
    }
  }

 private:
  // Every row begins at a multiple of 16 bytes.
  __device__ void fill_by_chunks(unsigned char* tile, int rows, int threads, int first) const {
    for (int i = static_cast<int>(threadIdx.x); i < rows * (DEPTH / CHUNK); i += threads) {
      int r = i / (DEPTH / CHUNK);
      int chunk = i % (DEPTH / CHUNK);
      const signed char* from = row(r);
      int element = first + chunk * CHUNK;
      bool there = from != nullptr && element < k;
      copy_beside(tile + place(r, chunk), there ? from + element : row(0), there);
    }
  }

  __device__ void fill_by_words(unsigned char* tile, int rows, int threads, int first) const {
#pragma unroll 2
    for (int i = static_cast<int>(threadIdx.x); i < rows * (DEPTH / 4); i += threads) {
      int r = i / (DEPTH / 4);
      int word = i % (DEPTH / 4);
      const signed char* from = row(r);
      int e = first + word * 4;
      int n = from == nullptr ? 0 : k - e;
      *reinterpret_cast<unsigned*>(tile + place(r, word / 4) + word % 4 * 4) =
          pack(n > 0 ? from[e] : 0, n > 1 ? from[e + 1] : 0, n > 2 ? from[e + 2] : 0, n > 3 ? from[e + 3] : 0);
    }
  }
};

template <typename Row>
__device__ inline RowsOfBytes<Row> rows_of_bytes(Row row, int k) {
  return {row, k};
}

// Columns of a matrix [k, n] from one on.
struct ColumnsOfBytes {
  const signed char* matrix;
  int k;
  int n;
  int firstColumn;

  __device__ void fill(unsigned char* tile, int columns, int threads, int first) const {
#pragma unroll 2
    for (int i = static_cast<int>(threadIdx.x); i < columns * (DEPTH / 4); i += threads) {
      int c = i % columns;
      int word = i / columns;
      int e = first + word * 4;
      int left = firstColumn + c < n ? k - e : 0;
      const signed char* from = matrix + static_cast<long long>(e) * n + firstColumn + c;
      *reinterpret_cast<unsigned*>(tile + place(c, word / 4) + word % 4 * 4) = pack(left > 0 ? from[0] : 0,
          left > 1 ? from[n] : 0, left > 2 ? from[2 * n] : 0, left > 3 ? from[3 * n] : 0);
    }
  }
};

}  // namespace network
