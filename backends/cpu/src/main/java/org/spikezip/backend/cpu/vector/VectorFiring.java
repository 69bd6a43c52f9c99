package org.spikezip.backend.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.spikezip.api.SpikeTrainHash;
import org.spikezip.backend.cpu.kernel.SpikeBatch;
import org.spikezip.backend.cpu.kernel.Thresholds;

/**
 * Firing in vectors. The spikes of up to eight lanes at a time are drawn together by a table.
 *
 * <p>All vectors of a type have one width here as elsewhere: the JIT compiler fails to keep vectors
 * in registers once it has seen several.
 */
final class VectorFiring {
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;

  /** Neurons of a vector. */
  static final int LANES = INTS.length();

  /** Lanes that are drawn together at once. */
  private static final int GROUP = Math.min(8, LANES);

  /** Whether 64-bit lanes can be multiplied at speed. */
  private static final boolean WIDE = LONGS.vectorBitSize() == 512;

  /**
   * Adding this to a float of less than 2^22 in size rounds it half to even, into the low bits of
   * the mantissa.
   */
  private static final float ROUNDER = 0x1.8p23f;

  private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);

  /** Codes up to this size can be rounded so. */
  static final int MOST_ROUNDABLE = 1 << 21;

  private static final IntVector LANE = IntVector.zero(INTS).addIndex(1);

  /** By mask: brings the lanes of the mask, of the first eight, to the front. */
  private static final VectorShuffle<Integer>[] FIRST = together(0);

  /** The same for the second eight lanes, if there are. */
  private static final VectorShuffle<Integer>[] SECOND = together(LANES - GROUP);

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static VectorShuffle<Integer>[] together(int offset) {
    VectorShuffle<Integer>[] table = new VectorShuffle[1 << GROUP];
    for (int mask = 0; mask < table.length; mask++) {
      int[] from = new int[LANES];
      int next = 0;
      for (int lane = 0; lane < GROUP; lane++) {
        if ((mask >> lane & 1) == 1) {
          from[next++] = offset + lane;
        }
      }
      table[mask] = VectorShuffle.fromArray(INTS, from, 0);
    }
    return table;
  }

  private VectorFiring() {}

  /**
   * Fires n neurons, a multiple of {@link #LANES}; rounding half to even.
   *
   * @return how far the farthest is from its target then
   */
  static int fire(
      float[] potential,
      int[] tracer,
      int at,
      int n,
      Thresholds thresholds,
      int p0,
      int maxSpike,
      int least,
      SpikeBatch out) {
    IntVector farthest = IntVector.zero(INTS);
    int count = out.count;
    for (int j = 0; j < n; j += LANES) {
      IntVector old = IntVector.fromArray(INTS, tracer, at + j);
      IntVector away = target(potential, at + j, thresholds, p0 + j).sub(old);
      VectorMask<Integer> moves = away.abs().compare(VectorOperators.GE, least);
      int moved = (int) moves.toLong();
      if (moved != 0) {
        IntVector spike = IntVector.zero(INTS).blend(away.max(-maxSpike).min(maxSpike), moves);
        away = away.sub(spike);
        old.add(spike).intoArray(tracer, at + j);
        IntVector element = LANE.add(at + j);
        int first = moved & (1 << GROUP) - 1;
        spike.rearrange(FIRST[first]).intoArray(out.spike, count);
        element.rearrange(FIRST[first]).intoArray(out.element, count);
        count += Integer.bitCount(first);
        if (LANES > GROUP) {
          int second = moved >>> GROUP;
          spike.rearrange(SECOND[second]).intoArray(out.spike, count);
          element.rearrange(SECOND[second]).intoArray(out.element, count);
          count += Integer.bitCount(second);
        }
      }
      farthest = farthest.max(away.abs());
    }
    out.count = count;
    return farthest.reduceLanes(VectorOperators.MAX);
  }

  private static IntVector target(float[] potential, int at, Thresholds thresholds, int p) {
    FloatVector quotient =
        FloatVector.fromArray(FLOATS, potential, at)
            .div(FloatVector.fromArray(FLOATS, thresholds.theta(), p));
    VectorMask<Float> nan = quotient.compare(VectorOperators.NE, quotient);
    FloatVector defined = quotient.blend(0f, nan);
    FloatVector min = FloatVector.fromArray(FLOATS, thresholds.min(), p);
    FloatVector max = FloatVector.fromArray(FLOATS, thresholds.max(), p);
    FloatVector above = defined.blend(min, defined.compare(VectorOperators.LT, min));
    FloatVector inside = above.blend(max, above.compare(VectorOperators.GT, max));
    return inside.add(ROUNDER).reinterpretAsInts().sub(ROUNDER_BITS);
  }

  /** Adds up {@link SpikeTrainHash#event}. */
  static long hash(long layer, SpikeBatch spikes) {
    int i = 0;
    long hash = 0;
    if (WIDE) {
      LongVector sum = LongVector.zero(LONGS);
      for (; i + LANES <= spikes.count; i += LANES) {
        IntVector element = IntVector.fromArray(INTS, spikes.element, i);
        IntVector spike = IntVector.fromArray(INTS, spikes.spike, i);
        sum = sum.add(mix(event(layer, element, spike, 0)));
        sum = sum.add(mix(event(layer, element, spike, 1)));
      }
      hash = sum.reduceLanes(VectorOperators.ADD);
    }
    for (; i < spikes.count; i++) {
      hash += SpikeTrainHash.event(layer, spikes.element[i], spikes.spike[i]);
    }
    return hash;
  }

  private static LongVector event(long layer, IntVector element, IntVector spike, int half) {
    return widened(spike, half)
        .and(0xffffL)
        .or(widened(element, half).lanewise(VectorOperators.LSHL, 16))
        .add(layer);
  }

  private static LongVector widened(IntVector values, int half) {
    return (LongVector) values.convertShape(VectorOperators.I2L, LONGS, half);
  }

  /** The finalizer of SplitMix64. */
  private static LongVector mix(LongVector x) {
    LongVector y =
        x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, 30))
            .mul(0xbf58476d1ce4e5b9L);
    LongVector z =
        y.lanewise(VectorOperators.XOR, y.lanewise(VectorOperators.LSHR, 27))
            .mul(0x94d049bb133111ebL);
    return z.lanewise(VectorOperators.XOR, z.lanewise(VectorOperators.LSHR, 31));
  }
}
