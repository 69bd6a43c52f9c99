package org.spikezip.backend.cpu.vector;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.backend.cpu.kernel.SpikeRuns;

/** Products of codes with codes, in vectors of at most {@link Kernels#CODE_PADDING} lanes. */
final class VectorCodes {
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(
          int.class,
          VectorShape.forBitSize(
              Math.min(
                  IntVector.SPECIES_PREFERRED.vectorBitSize(),
                  Integer.SIZE * Kernels.CODE_PADDING)));

  private static final int LANES = INTS.length();

  private VectorCodes() {}

  static void add(int[] sums, int s0, int[] codes, int c0, int stride, SpikeRuns runs, int run) {
    int[] index = runs.index();
    int start = runs.start(run);
    int end = runs.end(run);
    int j = 0;
    for (; j + 2 * LANES <= stride; j += 2 * LANES) {
      IntVector a = IntVector.zero(INTS);
      IntVector b = a;
      for (int i = start; i < end; i++) {
        int c = c0 + index[i] * stride + j;
        IntVector by = IntVector.broadcast(INTS, runs.spike(run, i));
        a = IntVector.fromArray(INTS, codes, c).mul(by).add(a);
        b = IntVector.fromArray(INTS, codes, c + LANES).mul(by).add(b);
      }
      IntVector.fromArray(INTS, sums, s0 + j).add(a).intoArray(sums, s0 + j);
      IntVector.fromArray(INTS, sums, s0 + j + LANES).add(b).intoArray(sums, s0 + j + LANES);
    }
    if (j < stride) {
      IntVector a = IntVector.zero(INTS);
      for (int i = start; i < end; i++) {
        a =
            IntVector.fromArray(INTS, codes, c0 + index[i] * stride + j)
                .mul(runs.spike(run, i))
                .add(a);
      }
      IntVector.fromArray(INTS, sums, s0 + j).add(a).intoArray(sums, s0 + j);
    }
  }

  static void multiply(
      int[] sums,
      int s0,
      int rows,
      int[] left,
      int l0,
      int depth,
      int[] right,
      int r0,
      int stride) {
    int i = 0;
    for (; i + 2 <= rows; i += 2) {
      int s = s0 + i * stride;
      int l = l0 + i * depth;
      int j = 0;
      for (; j + 2 * LANES <= stride; j += 2 * LANES) {
        block(sums, s + j, left, l, depth, right, r0 + j, stride);
      }
      for (; j < stride; j += LANES) {
        column(sums, s + j, left, l, depth, right, r0 + j, stride);
        column(sums, s + stride + j, left, l + depth, depth, right, r0 + j, stride);
      }
    }
    for (int j = 0; i < rows && j < stride; j += LANES) {
      column(sums, s0 + i * stride + j, left, l0 + i * depth, depth, right, r0 + j, stride);
    }
  }

  /** Two rows by two vectors. */
  private static void block(
      int[] sums, int s, int[] left, int l, int depth, int[] right, int r, int stride) {
    IntVector a = IntVector.zero(INTS);
    IntVector b = a;
    IntVector c = a;
    IntVector d = a;
    for (int k = 0; k < depth; k++) {
      IntVector x = IntVector.fromArray(INTS, right, r + k * stride);
      IntVector y = IntVector.fromArray(INTS, right, r + k * stride + LANES);
      IntVector p = IntVector.broadcast(INTS, left[l + k]);
      IntVector q = IntVector.broadcast(INTS, left[l + depth + k]);
      a = x.mul(p).add(a);
      b = y.mul(p).add(b);
      c = x.mul(q).add(c);
      d = y.mul(q).add(d);
    }
    IntVector zero = IntVector.zero(INTS);
    zero.add(a).intoArray(sums, s);
    zero.add(b).intoArray(sums, s + LANES);
    zero.add(c).intoArray(sums, s + stride);
    zero.add(d).intoArray(sums, s + stride + LANES);
  }

  /** One row by one vector. */
  private static void column(
      int[] sums, int s, int[] left, int l, int depth, int[] right, int r, int stride) {
    IntVector a = IntVector.zero(INTS);
    for (int k = 0; k < depth; k++) {
      a = IntVector.fromArray(INTS, right, r + k * stride).mul(left[l + k]).add(a);
    }
    IntVector.zero(INTS).add(a).intoArray(sums, s);
  }
}
