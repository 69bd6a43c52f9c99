/* Runs a network to rest, synchronously, and prints what came out:
     cc -std=c11 -O2 -ffp-contract=off main.c -lm -o network && ./network inputs.bin [largest spike]
   inputs.bin holds the numbers of all inputs one after the other, little-endian. */
#include <stdio.h>
#include <stdlib.h>

#include "network.c"

static uint64_t mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

/* What an event adds to the hash of an inference. */
static uint64_t event(int32_t node, int32_t at, int32_t element, int32_t spike) {
  uint64_t layer = mix((((uint64_t) node << 32) | (uint32_t) at) + 0x9e3779b97f4a7c15u);
  return mix(layer + (((uint64_t) element << 16) | ((uint64_t) spike & 0xffff)));
}

static void print(const struct numbers *n) {
  printf("%s", n->name);
  for (int32_t i = 0; i < n->bytes / 4; i++) {
    if (n->floats) {
      printf(" %.9g", (double) ((const float *) n->data)[i]);
    } else {
      printf(" %d", (int) ((const int32_t *) n->data)[i]);
    }
  }
  printf("\n");
}

int main(int argc, char **argv) {
  if (argc < 2) {
    fprintf(stderr, "usage: %s inputs.bin [largest spike]\n", argv[0]);
    return 2;
  }
  FILE *file = fopen(argv[1], "rb");
  for (int i = 0; i < INPUTS; i++) {
    size_t bytes = (size_t) inputs[i].bytes;
    if (!file || fread(inputs[i].data, 1, bytes, file) != bytes) {
      fprintf(stderr, "%s: cannot read %zu bytes of input %s\n", argv[1], bytes, inputs[i].name);
      return 5;
    }
  }
  int32_t max_spike = argc > 2 ? atoi(argv[2]) : 1;
  int32_t least[DEPTHS];
  for (int d = 0; d < DEPTHS; d++) least[d] = 1;
  uint64_t hash = 0;
  long spikes = 0;
  int32_t last = 0;
  int moves = 1;
  rest();
  for (int32_t t = 1; moves; t++) {
    step(least, max_spike);
    moves = 0;
    for (int l = 0; l < LAYERS; l++) {
      moves |= !layers[l].settled;
      for (int32_t i = 0; i < layers[l].size; i++) {
        if (layers[l].moved[i] != 0) {
          hash += event(layers[l].node, t, i, layers[l].moved[i]);
          spikes++;
          moves = 1;
          last = t;
        }
      }
    }
  }
  for (int i = 0; i < OUTPUTS; i++) print(&outputs[i]);
  /* The hash that spikezip tells of a run with this one sample. */
  fprintf(stderr, "steps %d, spikes %ld, spikeTrainHash %016llx\n", (int) last, spikes,
          (unsigned long long) (mix(0x94d049bb133111ebu) + hash));
  return 0;
}
