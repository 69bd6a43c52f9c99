package org.spikezip.backend.cpu.vector;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.backend.cpu.kernel.Thresholds;
import org.spikezip.ir.op.Rounding;

/**
 * Kernels in vectors of the machine's preferred width; tails and wide types go to the plain loops.
 */
public final class VectorKernels implements Kernels {
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(SHORTS.vectorBitSize() / 2));
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SHORTS.length();

  /** Columns that are summed together, in four 16-bit registers. */
  private static final int BLOCK = 4 * LANES;

  /** How much the spikes of a 16-bit sum may add up to: 255 · 128 fits. */
  private static final int SHORT_BUDGET = 32767 / 128;

  /** Adding this to a float of less than 2^22 in size rounds it half to even. */
  private static final float ROUNDER = 0x1.8p23f;

  private static final int MOST_ROUNDABLE = 1 << 21;

  private final Kernels plain = Kernels.scalar();

  @Override
  public String description() {
    return SHORTS.vectorBitSize() + "-bit vectors";
  }

  @Override
  public void addRows(
      int[] sums,
      int s0,
      byte[] weights,
      int columns,
      int[] row,
      int firstRow,
      int[] spike,
      int from,
      int to) {
    int i = from;
    while (i < to) {
      int end = i;
      int budget = SHORT_BUDGET;
      while (end < to && Math.abs(spike[end]) <= budget) {
        budget -= Math.abs(spike[end++]);
      }
      if (end == i) {
        plain.addRows(sums, s0, weights, columns, row, firstRow, spike, i, ++end);
      } else {
        addFitting(sums, s0, weights, columns, row, firstRow, spike, i, end);
      }
      i = end;
    }
  }

  /** Adds rows whose sums fit into 16 bits. */
  private static void addFitting(
      int[] sums,
      int s0,
      byte[] weights,
      int columns,
      int[] row,
      int firstRow,
      int[] spike,
      int from,
      int to) {
    int j = 0;
    for (; j + BLOCK <= columns; j += BLOCK) {
      ShortVector a = ShortVector.zero(SHORTS);
      ShortVector b = a;
      ShortVector c = a;
      ShortVector d = a;
      for (int i = from; i < to; i++) {
        int w = (row[i] - firstRow) * columns + j;
        short by = (short) spike[i];
        a = a.add(load(weights, w).mul(by));
        b = b.add(load(weights, w + LANES).mul(by));
        c = c.add(load(weights, w + 2 * LANES).mul(by));
        d = d.add(load(weights, w + 3 * LANES).mul(by));
      }
      flush(a, sums, s0 + j);
      flush(b, sums, s0 + j + LANES);
      flush(c, sums, s0 + j + 2 * LANES);
      flush(d, sums, s0 + j + 3 * LANES);
    }
    for (; j + LANES <= columns; j += LANES) {
      ShortVector a = ShortVector.zero(SHORTS);
      for (int i = from; i < to; i++) {
        a = a.add(load(weights, (row[i] - firstRow) * columns + j).mul((short) spike[i]));
      }
      flush(a, sums, s0 + j);
    }
    for (; j < columns; j++) {
      int sum = 0;
      for (int i = from; i < to; i++) {
        sum += spike[i] * weights[(row[i] - firstRow) * columns + j];
      }
      sums[s0 + j] += sum;
    }
  }

  private static ShortVector load(byte[] weights, int at) {
    return (ShortVector)
        ByteVector.fromArray(BYTES, weights, at).convertShape(VectorOperators.B2S, SHORTS, 0);
  }

  private static void flush(ShortVector part, int[] sums, int at) {
    IntVector low = (IntVector) part.convertShape(VectorOperators.S2I, INTS, 0);
    IntVector high = (IntVector) part.convertShape(VectorOperators.S2I, INTS, 1);
    int half = INTS.length();
    IntVector.fromArray(INTS, sums, at).add(low).intoArray(sums, at);
    IntVector.fromArray(INTS, sums, at + half).add(high).intoArray(sums, at + half);
  }

  @Override
  public void addRows(
      long[] sums,
      int s0,
      short[] weights,
      int columns,
      int[] row,
      int firstRow,
      int[] spike,
      int from,
      int to) {
    plain.addRows(sums, s0, weights, columns, row, firstRow, spike, from, to);
  }

  @Override
  public void addRows(
      long[] sums,
      int s0,
      int[] weights,
      int columns,
      int[] row,
      int firstRow,
      int[] spike,
      int from,
      int to) {
    plain.addRows(sums, s0, weights, columns, row, firstRow, spike, from, to);
  }

  @Override
  public void addScaled(int[] sums, int s0, int[] codes, int c0, int factor, int n) {
    int j = 0;
    for (; j + INTS.length() <= n; j += INTS.length()) {
      IntVector.fromArray(INTS, codes, c0 + j)
          .mul(factor)
          .add(IntVector.fromArray(INTS, sums, s0 + j))
          .intoArray(sums, s0 + j);
    }
    plain.addScaled(sums, s0 + j, codes, c0 + j, factor, n - j);
  }

  @Override
  public void affine(int[] sums, int s0, float[] scale, float[] bias, float[] out, int o0, int n) {
    int j = 0;
    for (; j + INTS.length() <= n; j += INTS.length()) {
      FloatVector sum =
          (FloatVector)
              IntVector.fromArray(INTS, sums, s0 + j).convertShape(VectorOperators.I2F, FLOATS, 0);
      sum.mul(FloatVector.fromArray(FLOATS, scale, j))
          .add(FloatVector.fromArray(FLOATS, bias, j))
          .intoArray(out, o0 + j);
    }
    for (; j < n; j++) {
      float product = sums[s0 + j] * scale[j];
      out[o0 + j] = product + bias[j];
    }
  }

  @Override
  public void codes(
      Rounding rounding, float[] x, int x0, Thresholds thresholds, int p0, int[] out, int n) {
    if (rounding != Rounding.HALF_EVEN || !thresholds.within(MOST_ROUNDABLE)) {
      plain.codes(rounding, x, x0, thresholds, p0, out, n);
      return;
    }
    int j = 0;
    int lanes = INTS.length();
    for (; j + lanes <= n; j += lanes) {
      FloatVector min = ints(thresholds.min(), p0 + j);
      FloatVector max = ints(thresholds.max(), p0 + j);
      FloatVector theta = FloatVector.fromArray(FLOATS, thresholds.theta(), p0 + j);
      FloatVector quotient = FloatVector.fromArray(FLOATS, x, x0 + j).div(theta);
      VectorMask<Float> nan = quotient.test(VectorOperators.IS_NAN);
      FloatVector rounded = quotient.blend(0f, nan).max(min).min(max).add(ROUNDER).sub(ROUNDER);
      ((IntVector) rounded.convertShape(VectorOperators.F2I, INTS, 0)).intoArray(out, j);
    }
    rest(x, x0, thresholds, p0, out, j, n);
  }

  private static FloatVector ints(int[] values, int at) {
    return (FloatVector)
        IntVector.fromArray(INTS, values, at).convertShape(VectorOperators.I2F, FLOATS, 0);
  }

  /** The end of a row that fills no vector. */
  private static void rest(
      float[] x, int x0, Thresholds thresholds, int p0, int[] out, int from, int n) {
    for (int j = from; j < n; j++) {
      out[j] =
          org.spikezip.api.function.Rounding.halfEven(
              x[x0 + j],
              thresholds.theta()[p0 + j],
              thresholds.min()[p0 + j],
              thresholds.max()[p0 + j]);
    }
  }
}
