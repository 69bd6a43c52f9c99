package org.spikezip.backend.cpu.vector;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.spikezip.backend.cpu.kernel.FunctionKernels;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.backend.cpu.kernel.SpikeBatch;
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

  /** Columns of one vector of 16-bit sums. */
  private static final int LANES = SHORTS.length();

  private static final int HALF = INTS.length();

  /** Columns that are summed together, in four registers. */
  private static final int BLOCK = 4 * LANES;

  /** How much the spikes of a 16-bit sum may add up to: 255 · 128 fits. */
  private static final int SHORT_BUDGET = 32767 / 128;

  /**
   * Adding this to a float of less than 2^22 in size rounds it half to even, into the low bits of
   * the mantissa.
   */
  private static final float ROUNDER = 0x1.8p23f;

  private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);

  private static final int MOST_ROUNDABLE = 1 << 21;

  private final Kernels plain = Kernels.scalar();
  private final FunctionKernels functions = new VectorFunctions();

  @Override
  public String description() {
    return SHORTS.vectorBitSize() + "-bit vectors";
  }

  @Override
  public FunctionKernels functions() {
    return functions;
  }

  /**
   * Column i of each group of LANES stands in lane 2i if i is in the first half, else behind its
   * partner of the first half. So a vector of 16-bit sums, seen as 32-bit lanes, splits into both
   * halves of the group by shifts.
   */
  @Override
  public byte[] arrange(byte[] weights, int columns) {
    byte[] arranged = weights.clone();
    for (int row = 0; row < weights.length; row += columns) {
      for (int group = row; group + LANES <= row + columns; group += LANES) {
        for (int i = 0; i < HALF; i++) {
          arranged[group + 2 * i] = weights[group + i];
          arranged[group + 2 * i + 1] = weights[group + HALF + i];
        }
      }
    }
    return arranged;
  }

  @Override
  public void addRows(
      int[] sums,
      int s0,
      byte[] arranged,
      int columns,
      SpikeBatch spikes,
      int first,
      int from,
      int to) {
    int[] spike = spikes.spike;
    int i = from;
    while (i < to) {
      int end = i;
      int budget = SHORT_BUDGET;
      while (end < to && Math.abs(spike[end]) <= budget) {
        budget -= Math.abs(spike[end++]);
      }
      if (end == i) {
        addLarge(sums, s0, arranged, columns, (spikes.element[i] - first) * columns, spike[i]);
        end++;
      } else {
        addFitting(sums, s0, arranged, columns, spikes, first, i, end);
      }
      i = end;
    }
  }

  /** Adds one row times a spike that is too large for 16-bit sums. */
  private static void addLarge(int[] sums, int s0, byte[] arranged, int columns, int w, int by) {
    int j = 0;
    for (; j + LANES <= columns; j += LANES) {
      for (int i = 0; i < HALF; i++) {
        sums[s0 + j + i] += by * arranged[w + j + 2 * i];
        sums[s0 + j + HALF + i] += by * arranged[w + j + 2 * i + 1];
      }
    }
    for (; j < columns; j++) {
      sums[s0 + j] += by * arranged[w + j];
    }
  }

  /** Adds rows whose sums fit into 16 bits. */
  private static void addFitting(
      int[] sums,
      int s0,
      byte[] arranged,
      int columns,
      SpikeBatch spikes,
      int first,
      int from,
      int to) {
    int[] element = spikes.element;
    int[] spike = spikes.spike;
    int j = 0;
    for (; j + BLOCK <= columns; j += BLOCK) {
      ShortVector a = ShortVector.zero(SHORTS);
      ShortVector b = a;
      ShortVector c = a;
      ShortVector d = a;
      for (int i = from; i < to; i++) {
        int w = (element[i] - first) * columns + j;
        short by = (short) spike[i];
        a = a.add(load(arranged, w).mul(by));
        b = b.add(load(arranged, w + LANES).mul(by));
        c = c.add(load(arranged, w + 2 * LANES).mul(by));
        d = d.add(load(arranged, w + 3 * LANES).mul(by));
      }
      flush(a, sums, s0 + j);
      flush(b, sums, s0 + j + LANES);
      flush(c, sums, s0 + j + 2 * LANES);
      flush(d, sums, s0 + j + 3 * LANES);
    }
    for (; j + LANES <= columns; j += LANES) {
      ShortVector a = ShortVector.zero(SHORTS);
      for (int i = from; i < to; i++) {
        a = a.add(load(arranged, (element[i] - first) * columns + j).mul((short) spike[i]));
      }
      flush(a, sums, s0 + j);
    }
    for (; j < columns; j++) {
      int sum = 0;
      for (int i = from; i < to; i++) {
        sum += spike[i] * arranged[(element[i] - first) * columns + j];
      }
      sums[s0 + j] += sum;
    }
  }

  private static ShortVector load(byte[] arranged, int at) {
    return (ShortVector)
        ByteVector.fromArray(BYTES, arranged, at).convertShape(VectorOperators.B2S, SHORTS, 0);
  }

  private static void flush(ShortVector part, int[] sums, int at) {
    IntVector pairs = part.reinterpretAsInts();
    IntVector low = pairs.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16);
    IntVector high = pairs.lanewise(VectorOperators.ASHR, 16);
    IntVector.fromArray(INTS, sums, at).add(low).intoArray(sums, at);
    IntVector.fromArray(INTS, sums, at + HALF).add(high).intoArray(sums, at + HALF);
  }

  @Override
  public void addRows(
      long[] sums,
      int s0,
      short[] weights,
      int columns,
      SpikeBatch spikes,
      int first,
      int from,
      int to) {
    plain.addRows(sums, s0, weights, columns, spikes, first, from, to);
  }

  @Override
  public void addRows(
      long[] sums,
      int s0,
      int[] weights,
      int columns,
      SpikeBatch spikes,
      int first,
      int from,
      int to) {
    plain.addRows(sums, s0, weights, columns, spikes, first, from, to);
  }

  @Override
  public void addCodes(
      int[] sums, int s0, int[] codes, int columns, int[] row, int[] spike, int from, int to) {
    int j = 0;
    for (; j + 2 * HALF <= columns; j += 2 * HALF) {
      IntVector a = IntVector.fromArray(INTS, sums, s0 + j);
      IntVector b = IntVector.fromArray(INTS, sums, s0 + j + HALF);
      for (int i = from; i < to; i++) {
        int c = row[i] * columns + j;
        a = a.add(IntVector.fromArray(INTS, codes, c).mul(spike[i]));
        b = b.add(IntVector.fromArray(INTS, codes, c + HALF).mul(spike[i]));
      }
      a.intoArray(sums, s0 + j);
      b.intoArray(sums, s0 + j + HALF);
    }
    for (; j < columns; j += HALF) {
      IntVector a = IntVector.fromArray(INTS, sums, s0 + j);
      for (int i = from; i < to; i++) {
        a = a.add(IntVector.fromArray(INTS, codes, row[i] * columns + j).mul(spike[i]));
      }
      a.intoArray(sums, s0 + j);
    }
  }

  @Override
  public void affine(int[] sums, int s0, float[] scale, float[] bias, float[] out, int o0, int n) {
    int j = 0;
    for (; j + HALF <= n; j += HALF) {
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
  public boolean fire(
      Rounding rounding,
      float[] potential,
      int[] tracer,
      int at,
      int n,
      Thresholds thresholds,
      int p0,
      int maxSpike,
      SpikeBatch out) {
    if (rounding != Rounding.HALF_EVEN || !thresholds.within(MOST_ROUNDABLE)) {
      return plain.fire(rounding, potential, tracer, at, n, thresholds, p0, maxSpike, out);
    }
    boolean arrived = true;
    int j = 0;
    for (; j + HALF <= n; j += HALF) {
      IntVector target = target(potential, at + j, thresholds, p0 + j);
      IntVector old = IntVector.fromArray(INTS, tracer, at + j);
      IntVector away = target.sub(old);
      long moved = away.compare(VectorOperators.NE, 0).toLong();
      if (moved != 0) {
        IntVector spike = away.max(-maxSpike).min(maxSpike);
        arrived &= !spike.compare(VectorOperators.NE, away).anyTrue();
        old.add(spike).intoArray(tracer, at + j);
        write(spike, moved, at + j, out);
      }
    }
    return plain.fire(rounding, potential, tracer, at + j, n - j, thresholds, p0 + j, maxSpike, out)
        && arrived;
  }

  /**
   * Appends the lanes that moved. The whole vector is stored past the end first, then drawn
   * together.
   */
  private static void write(IntVector spike, long moved, int at, SpikeBatch out) {
    int base = out.count;
    spike.intoArray(out.spike, base);
    int next = base;
    for (long rest = moved; rest != 0; rest &= rest - 1) {
      int lane = Long.numberOfTrailingZeros(rest);
      out.element[next] = at + lane;
      out.spike[next++] = out.spike[base + lane];
    }
    out.count = next;
  }

  private static IntVector target(float[] potential, int at, Thresholds thresholds, int p) {
    FloatVector quotient =
        FloatVector.fromArray(FLOATS, potential, at)
            .div(FloatVector.fromArray(FLOATS, thresholds.theta(), p));
    VectorMask<Float> nan = quotient.compare(VectorOperators.NE, quotient);
    FloatVector defined = nan.anyTrue() ? quotient.blend(0f, nan) : quotient;
    FloatVector min = FloatVector.fromArray(FLOATS, thresholds.min(), p);
    FloatVector max = FloatVector.fromArray(FLOATS, thresholds.max(), p);
    FloatVector above = defined.blend(min, defined.compare(VectorOperators.LT, min));
    FloatVector inside = above.blend(max, above.compare(VectorOperators.GT, max));
    return inside.add(ROUNDER).reinterpretAsInts().sub(ROUNDER_BITS);
  }
}
