// What products of codes are made of.
#pragma once

#include "network/rows.cuh"

namespace network {

struct RowList {
  int* rows;
  int* count;

  __device__ void add(int row) const { rows[atomicAdd(count, 1)] = row; }
};

// Codes of 8 or 32 bits.
struct Codes {
  const void* data;
  int bytes;

  DEVICE int at(long long i) const {
    return bytes == 1 ? static_cast<const signed char*>(data)[i] : static_cast<const int*>(data)[i];
  }
};

// Which matrices meet in each batch of a product [.., M, K] x [.., K, N].
struct Pairing {
  const int* left;   // the left matrix of each batch of a sample
  const int* right;
  int batches;       // of a sample
  int leftMatrices;  // of a sample
  int rightMatrices;
  int m;
  int k;
  int n;
};

struct Scale {
  const float* values;
  const int* base;  // where each row of a sample begins
  int stride;       // 1, or 0 where one serves the row
};

// The memory of a synapse of k codes and n sums a row.
struct SynapseMemory {
  signed char* codes;  // [rows, k], those that the sums stand for
  int* sums;           // [rows, n]
};

}  // namespace network
