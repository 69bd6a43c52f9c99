// Layers of ST-BIF+ neurons: docs/exactness.md, definitions.
#include "functions/codes.cuh"
#include "network/rows.cuh"

using namespace network;

namespace {

// The finalizer of SplitMix64.
DEVICE Wide mix(Wide x) {
  Wide z = x;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

// org.spikezip.api.SpikeTrainHash.
DEVICE Wide layer_hash(int node, int step) {
  return mix((static_cast<Wide>(node) << 32 | static_cast<unsigned>(step)) + 0x9e3779b97f4a7c15ull);
}

DEVICE Wide event_hash(Wide layer, int element, int spike) {
  return mix(layer + (static_cast<Wide>(element) << 16 | (static_cast<unsigned>(spike) & 0xffffu)));
}

// A layer's constants. Rows that have the same parameters share them.
struct Layer {
  const float* theta;
  const int* lowest;
  const int* highest;
  const int* offset;  // where the parameters of each row of a sample begin
  int depth;
  int node;
  int halfUp;
  int index;          // among the layers
};

struct Counts {
  Wide* events;      // [sample], of this layer in all steps
  int* layerFired;   // [layer], of all samples in this step
};

struct Volley {
  Wide hash;
  int fired;
  int away;  // whether a neuron is left away from its target

  // Adds up the lanes of a warp, for lane 0.
  __device__ void gather() {
    for (int distance = WARP / 2; distance > 0; distance /= 2) {
      hash += __shfl_down_sync(ALL_LANES, hash, distance);
      fired += __shfl_down_sync(ALL_LANES, fired, distance);
    }
  }
};

// The neurons of a lane are looked at so many at a time: all of them are read before the first one is written.
constexpr int AT_ONCE = 4;

template <typename Code>
__device__ Volley fire_row(const Layer& layer, const float* potential, Code* codes, int row, int width, int least,
    int maxSpike, Wide layerHash) {
  Volley volley = {0, 0, 0};
  int parameters = layer.offset[row];
  for (int first = static_cast<int>(threadIdx.x) % WARP; first < width; first += AT_ONCE * WARP) {
    int tracers[AT_ONCE];
    int distances[AT_ONCE];
#pragma unroll
    for (int i = 0; i < AT_ONCE; i++) {
      int j = first + i * WARP;
      int p = parameters + j;
      tracers[i] = j < width ? codes[j] : 0;
      distances[i] = j < width ? reproducible::code(layer.halfUp != 0, potential[j], layer.theta[p], layer.lowest[p],
                                     layer.highest[p]) - tracers[i]
                               : 0;
    }
#pragma unroll
    for (int i = 0; i < AT_ONCE; i++) {
      int j = first + i * WARP;
      int distance = distances[i];
      if (distance != 0 && (distance >= least || -distance >= least)) {
        int spike = distance > maxSpike ? maxSpike : distance < -maxSpike ? -maxSpike : distance;
        codes[j] = static_cast<Code>(tracers[i] + spike);
        volley.hash += event_hash(layerHash, row * width + j, spike);
        volley.fired++;
        distance -= spike;
      }
      volley.away |= distance != 0;
    }
  }
  return volley;
}

// A warp a row: fires those rows whose potential changed or that have neurons away from their targets.
template <typename Code>
__device__ void fire(const Clock* clock, Sample* samples, const int* table, const Operand& potential, const Layer& layer,
    const Result& out, int* pending, const Counts& counts) {
  Walk walk = Walk::of_lanes(WARP);
  for (int row = walk.row; row < out.total; row += walk.step) {
    int s = row / out.rows;
    int r = row % out.rows;
    if (!is_open(out, samples, s) || (pending[row] == 0 && potential.newest(s, r) <= out.seen[row])) {
      continue;
    }
    Volley volley = fire_row(layer, static_cast<const float*>(potential.data) + potential.begin(s, r),
        static_cast<Code*>(out.data) + static_cast<long long>(row) * out.width, r, out.width,
        least_distance(*clock, table, samples[s].time, layer.depth), clock->maxSpike, layer_hash(layer.node, clock->step));
    bool away = __any_sync(ALL_LANES, volley.away);
    if (__any_sync(ALL_LANES, volley.fired)) {
      volley.gather();
    }
    if (threadIdx.x % WARP == 0) {
      out.seen[row] = clock->tick;
      pending[row] = away;
      if (away) {
        samples[s].unsettled = 1;
      }
      if (volley.fired > 0) {
        out.stamps[row] = clock->tick;
        atomicAdd(&samples[s].hash, volley.hash);
        atomicAdd(&samples[s].fired, static_cast<Wide>(volley.fired));
        atomicAdd(&counts.events[s], static_cast<Wide>(volley.fired));
        atomicAdd(&counts.layerFired[layer.index], volley.fired);
      }
    }
  }
}

}  // namespace

KERNEL(fire_bytes, const Clock* clock, Sample* samples, const int* table, Operand potential, Layer layer, Result out,
    int* pending, Counts counts) {
  fire<signed char>(clock, samples, table, potential, layer, out, pending, counts);
}

KERNEL(fire_ints, const Clock* clock, Sample* samples, const int* table, Operand potential, Layer layer, Result out,
    int* pending, Counts counts) {
  fire<int>(clock, samples, table, potential, layer, out, pending, counts);
}
