package org.spikezip.backend.cpu.vector;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.backend.cpu.kernel.SpikeRuns;

/**
 * Adds weight rows in vectors.
 *
 * <p>8-bit weights stand in blocks of one vector of columns, all rows of a block together, so that
 * a block stays in the nearest cache while all runs pass over it. A vector of weights is read as
 * 16-bit lanes x = 256·h + l, h signed, l unsigned: a weight plus 128. Over a run, Σ s·x is kept
 * modulo 2^16, and Σ s·h, which fits; so Σ s·l = Σ s·x − 256·Σ s·h modulo 2^16, and after 128·Σ s
 * is subtracted, it fits too. No weight is widened by itself.
 */
final class VectorRows {
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Short> HALF_SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(INTS.vectorBitSize() / 2));
  private static final VectorSpecies<Integer> HALF_INTS =
      VectorSpecies.of(int.class, VectorShape.forBitSize(LONGS.vectorBitSize() / 2));

  /** Columns of a block. */
  private static final int BLOCK = BYTES.length();

  private static final int QUARTER = BLOCK / 4;

  private VectorRows() {}

  /**
   * Within a block, quarter q of the columns stands in every fourth byte from q' on, where q' = 0,
   * 2, 1, 3: low bytes of even and of odd lanes, then their high bytes.
   */
  static byte[] arrange(byte[] weights, int columns) {
    int rows = columns == 0 ? 0 : weights.length / columns;
    byte[] arranged = new byte[Math.multiplyExact(rows, Kernels.padded(columns, Kernels.PADDING))];
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < columns; j++) {
        int quarter = j % BLOCK / QUARTER;
        boolean isLow = quarter < 2;
        int place = j % QUARTER * 4 + quarter % 2 * 2 + (isLow ? 0 : 1);
        byte weight = weights[row * columns + j];
        arranged[(j / BLOCK * rows + row) * BLOCK + place] = isLow ? (byte) (weight + 128) : weight;
      }
    }
    return arranged;
  }

  static void add(
      int[] sums, int stride, byte[] arranged, int inputs, SpikeRuns runs, int from, int to) {
    int count = runs.count();
    for (int block = from; block < to; block += BLOCK) {
      for (int run = 0; run < count; run++) {
        add(sums, runs.row(run) * stride + block, arranged, block * inputs, runs, run);
      }
    }
  }

  /** Adds a run in one block of columns: of the three loops, one or two have something to do. */
  private static void add(int[] sums, int s, byte[] arranged, int block, SpikeRuns runs, int run) {
    int[] index = runs.index();
    int[] factor = runs.factor();
    int end = runs.end(run);
    boolean isTernary = runs.isTernary(run);
    int graded = isTernary ? runs.start(run) : end;
    int positive = isTernary ? runs.firstNegative(run) : end;
    ShortVector all = ShortVector.zero(SHORTS);
    ShortVector high = all;
    ShortVector negative = all;
    ShortVector negativeHigh = all;
    int i = runs.start(run);
    for (; i < graded; i++) {
      ShortVector x =
          ByteVector.fromArray(BYTES, arranged, block + index[i] * BLOCK).reinterpretAsShorts();
      // Broadcasting an int comes free with its load, broadcasting a short does not.
      ShortVector by = IntVector.broadcast(INTS, factor[i]).reinterpretAsShorts();
      all = x.mul(by).add(all);
      high = x.lanewise(VectorOperators.ASHR, 8).mul(by).add(high);
    }
    for (; i < positive; i++) {
      ShortVector x =
          ByteVector.fromArray(BYTES, arranged, block + index[i] * BLOCK).reinterpretAsShorts();
      all = x.add(all);
      high = x.lanewise(VectorOperators.ASHR, 8).add(high);
    }
    for (; i < end; i++) {
      ShortVector x =
          ByteVector.fromArray(BYTES, arranged, block + index[i] * BLOCK).reinterpretAsShorts();
      negative = x.add(negative);
      negativeHigh = x.lanewise(VectorOperators.ASHR, 8).add(negativeHigh);
    }
    all = ShortVector.zero(SHORTS).add(all).sub(negative);
    high = ShortVector.zero(SHORTS).add(high).sub(negativeHigh);
    IntVector low =
        all.sub(high.lanewise(VectorOperators.LSHL, 8))
            .sub((short) (128 * runs.sum(run)))
            .reinterpretAsInts();
    IntVector upper = high.reinterpretAsInts();
    low.lanewise(VectorOperators.LSHL, 16)
        .lanewise(VectorOperators.ASHR, 16)
        .add(IntVector.fromArray(INTS, sums, s))
        .intoArray(sums, s);
    low.lanewise(VectorOperators.ASHR, 16)
        .add(IntVector.fromArray(INTS, sums, s + QUARTER))
        .intoArray(sums, s + QUARTER);
    upper
        .lanewise(VectorOperators.LSHL, 16)
        .lanewise(VectorOperators.ASHR, 16)
        .add(IntVector.fromArray(INTS, sums, s + 2 * QUARTER))
        .intoArray(sums, s + 2 * QUARTER);
    upper
        .lanewise(VectorOperators.ASHR, 16)
        .add(IntVector.fromArray(INTS, sums, s + 3 * QUARTER))
        .intoArray(sums, s + 3 * QUARTER);
  }

  static void add(int[] sums, int stride, short[] weights, SpikeRuns runs, int from, int to) {
    int half = INTS.length();
    for (int j = from; j < to; j += 2 * half) {
      for (int run = 0; run < runs.count(); run++) {
        int s = runs.row(run) * stride + j;
        IntVector a = IntVector.zero(INTS);
        IntVector b = a;
        for (int i = runs.start(run); i < runs.end(run); i++) {
          int w = runs.index()[i] * stride + j;
          IntVector by = IntVector.broadcast(INTS, runs.spike(run, i));
          ShortVector near = ShortVector.fromArray(HALF_SHORTS, weights, w);
          ShortVector far = ShortVector.fromArray(HALF_SHORTS, weights, w + half);
          a = ((IntVector) near.convertShape(VectorOperators.S2I, INTS, 0)).mul(by).add(a);
          b = ((IntVector) far.convertShape(VectorOperators.S2I, INTS, 0)).mul(by).add(b);
        }
        IntVector.fromArray(INTS, sums, s).add(a).intoArray(sums, s);
        IntVector.fromArray(INTS, sums, s + half).add(b).intoArray(sums, s + half);
      }
    }
  }

  static void add(long[] sums, int stride, int[] weights, SpikeRuns runs, int from, int to) {
    int half = LONGS.length();
    for (int j = from; j < to; j += half) {
      for (int run = 0; run < runs.count(); run++) {
        int s = runs.row(run) * stride + j;
        LongVector a = LongVector.zero(LONGS);
        for (int i = runs.start(run); i < runs.end(run); i++) {
          int w = runs.index()[i] * stride + j;
          LongVector weight =
              (LongVector)
                  IntVector.fromArray(HALF_INTS, weights, w)
                      .convertShape(VectorOperators.I2L, LONGS, 0);
          a = weight.mul((long) runs.spike(run, i)).add(a);
        }
        LongVector.fromArray(LONGS, sums, s).add(a).intoArray(sums, s);
      }
    }
  }
}
