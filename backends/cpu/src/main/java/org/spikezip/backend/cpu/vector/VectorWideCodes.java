package org.spikezip.backend.cpu.vector;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.spikezip.backend.cpu.kernel.Kernels;

/**
 * Products of codes with codes whose sums take 64 bits, in vectors of at most half of {@link
 * Kernels#CODE_PADDING} lanes.
 */
final class VectorWideCodes {
  private static final VectorSpecies<Long> LONGS =
      VectorSpecies.of(
          long.class,
          VectorShape.forBitSize(
              Math.min(
                  LongVector.SPECIES_PREFERRED.vectorBitSize(),
                  Long.SIZE * Kernels.CODE_PADDING / 2)));

  private static final VectorSpecies<Integer> HALF_INTS =
      VectorSpecies.of(int.class, VectorShape.forBitSize(LONGS.vectorBitSize() / 2));

  private static final int LANES = LONGS.length();

  private VectorWideCodes() {}

  static void multiply(
      long[] sums,
      int s0,
      int rows,
      int[] left,
      int l0,
      int depth,
      int[] right,
      int r0,
      int stride) {
    for (int i = 0; i < rows; i++) {
      int s = s0 + i * stride;
      int l = l0 + i * depth;
      for (int j = 0; j < stride; j += 2 * LANES) {
        LongVector a = LongVector.zero(LONGS);
        LongVector b = a;
        for (int k = 0; k < depth; k++) {
          int r = r0 + k * stride + j;
          long by = left[l + k];
          IntVector near = IntVector.fromArray(HALF_INTS, right, r);
          IntVector far = IntVector.fromArray(HALF_INTS, right, r + LANES);
          a = ((LongVector) near.convertShape(VectorOperators.I2L, LONGS, 0)).mul(by).add(a);
          b = ((LongVector) far.convertShape(VectorOperators.I2L, LONGS, 0)).mul(by).add(b);
        }
        LongVector zero = LongVector.zero(LONGS);
        zero.add(a).intoArray(sums, s + j);
        zero.add(b).intoArray(sums, s + j + LANES);
      }
    }
  }
}
