// Synapses with a memory: their sums, and the codes that these stand for. A row in which few codes changed adds a weight row for each, one
// in which many did is computed anew by tensor cores (synapse_tiles of product_tiles.cu). Which of the two is found here, row by row.
#include "network/products.cuh"

using namespace network;

namespace {

struct Spike {
  int source;
  int change;
};

// How many of the four bytes differ.
DEVICE int differing(unsigned a, unsigned b) {
  unsigned x = a ^ b;
  return __popc((((x & 0x7f7f7f7fu) + 0x7f7f7f7fu) | x) & 0x80808080u);
}

DEVICE int differing(signed char a, signed char b) { return a != b; }

// How many codes of a row changed, for all lanes of a warp. If these are more than `few`, or the row is new, the row is remembered.
template <typename Word>
__device__ bool many_changed(const signed char* codes, signed char* remembered, int k, int few, bool isNew) {
  const Word* now = reinterpret_cast<const Word*>(codes);
  Word* before = reinterpret_cast<Word*>(remembered);
  int words = k / static_cast<int>(sizeof(Word));
  int changes = 0;
  for (int i = static_cast<int>(threadIdx.x) % WARP; i < words; i += WARP) {
    changes += differing(now[i], before[i]);
  }
  for (int distance = WARP / 2; distance > 0; distance /= 2) {
    changes += __shfl_xor_sync(ALL_LANES, changes, distance);
  }
  bool many = changes > few || isNew;
  for (int i = static_cast<int>(threadIdx.x) % WARP; many && i < words; i += WARP) {
    before[i] = now[i];
  }
  __syncwarp();
  return many;
}

// Collects the changes of a row of k codes, at most `few`, and remembers the row. Returns how many, to all threads of the block.
__device__ inline int collect_spikes(const signed char* codes, signed char* remembered, int k, int few, Spike* spikes) {
  __shared__ int found;
  __syncthreads();
  if (threadIdx.x == 0) {
    found = 0;
  }
  __syncthreads();
  for (int p = static_cast<int>(threadIdx.x); p < k; p += static_cast<int>(blockDim.x)) {
    int change = codes[p] - remembered[p];
    if (change != 0) {
      int place = atomicAdd(&found, 1);
      if (place < few) {
        spikes[place] = {p, change};
      }
      remembered[p] = codes[p];
    }
  }
  __syncthreads();
  return found < few ? found : few;
}

// What a synapse is made of.
struct WeightRows {
  const signed char* rows;  // [k, n]
  const float* scale;
  const float* bias;
  int n;
};

// Adds spikes to a row's sums, four columns a thread; n is a multiple of 4.
__device__ inline void add_to_four(const WeightRows& weights, const Spike* spikes, int count, int* sums, float* out) {
  for (int column = static_cast<int>(threadIdx.x) * 4; column < weights.n; column += static_cast<int>(blockDim.x) * 4) {
    int4 sum = *reinterpret_cast<int4*>(sums + column);
    for (int e = 0; e < count; e++) {
      char4 weight = *reinterpret_cast<const char4*>(weights.rows + static_cast<long long>(spikes[e].source) * weights.n + column);
      int change = spikes[e].change;
      sum.x += change * weight.x;
      sum.y += change * weight.y;
      sum.z += change * weight.z;
      sum.w += change * weight.w;
    }
    *reinterpret_cast<int4*>(sums + column) = sum;
    const float4 scale = *reinterpret_cast<const float4*>(weights.scale + column);
    const float4 bias = *reinterpret_cast<const float4*>(weights.bias + column);
    *reinterpret_cast<float4*>(out + column) = make_float4(static_cast<float>(sum.x) * scale.x + bias.x,
        static_cast<float>(sum.y) * scale.y + bias.y, static_cast<float>(sum.z) * scale.z + bias.z,
        static_cast<float>(sum.w) * scale.w + bias.w);
  }
}

// The same, a column a thread.
__device__ inline void add_to_one(const WeightRows& weights, const Spike* spikes, int count, int* sums, float* out) {
  for (int column = static_cast<int>(threadIdx.x); column < weights.n; column += static_cast<int>(blockDim.x)) {
    int sum = sums[column];
    for (int e = 0; e < count; e++) {
      sum += spikes[e].change * weights.rows[static_cast<long long>(spikes[e].source) * weights.n + column];
    }
    sums[column] = sum;
    out[column] = static_cast<float>(sum) * weights.scale[column] + weights.bias[column];
  }
}

}  // namespace

// A warp a row: lists the rows of codes that changed, those with at most `few` changes by themselves. The others are remembered here.
KERNEL(list_rows_by_density, const Clock* clock, const Sample* samples, Operand codes, Result out, SynapseMemory memory, int few,
    RowList fewChanges, RowList manyChanges) {
  Walk walk = Walk::of_lanes(WARP);
  int k = codes.width;
  for (int row = walk.row; row < out.total; row += walk.step) {
    int s = row / out.rows;
    int r = row % out.rows;
    if (!is_open(out, samples, s) || codes.newest(s, r) <= out.seen[row]) {
      continue;
    }
    const signed char* now = static_cast<const signed char*>(codes.data) + codes.begin(s, r);
    signed char* before = memory.codes + static_cast<long long>(row) * k;
    bool isNew = out.seen[row] < 0;
    bool many = k % 4 == 0 ? many_changed<unsigned>(now, before, k, few, isNew)
                           : many_changed<signed char>(now, before, k, few, isNew);
    if (threadIdx.x % WARP == 0) {
      out.seen[row] = clock->tick;
      out.stamps[row] = clock->tick;
      (many ? manyChanges : fewChanges).add(row);
    }
  }
}

// A block a row: adds the weight rows of the codes that changed, at most `few`, to the sums. Weights are [k, n]; shared memory holds `few`
// spikes.
KERNEL(synapse_events, const signed char* codes, const signed char* weightRows, const float* scale, const float* bias, int k, int n,
    int few, RowList list, SynapseMemory memory, float* out) {
  DYNAMIC_SHARED(Spike, spikes);
  WeightRows weights = {weightRows, scale, bias, n};
  for (int i = static_cast<int>(blockIdx.x); i < *list.count; i += static_cast<int>(gridDim.x)) {
    long long row = list.rows[i];
    int count = collect_spikes(codes + row * k, memory.codes + row * k, k, few, spikes);
    if (n % 4 == 0) {
      add_to_four(weights, spikes, count, memory.sums + row * n, out + row * n);
    } else {
      add_to_one(weights, spikes, count, memory.sums + row * n, out + row * n);
    }
  }
}
