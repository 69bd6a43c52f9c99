package org.spikezip.backend.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.spikezip.api.SpikeTrainHash;
import org.spikezip.backend.cpu.kernel.RowSpikes;
import org.spikezip.backend.cpu.kernel.Thresholds;
import org.spikezip.backend.cpu.kernel.Unsettled;

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
   * Fires a row of {@code n >= LANES} neurons, rounding half to even.
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
      RowSpikes out) {
    int farthest = move(potential, tracer, at, n, thresholds, p0, maxSpike, least, out.moves);
    collect(n, out);
    return farthest;
  }

  /**
   * Moves the tracers, and writes down by how much, zeros included. A vector of tracers is loaded
   * before the one in front of it is stored, since the last one may overlap it.
   */
  private static int move(
      float[] potential,
      int[] tracer,
      int at,
      int n,
      Thresholds thresholds,
      int p0,
      int maxSpike,
      int least,
      int[] moves) {
    IntVector farthest = IntVector.zero(INTS);
    IntVector next = IntVector.fromArray(INTS, tracer, at);
    for (int i = 0, j = 0; i < n; i += LANES) {
      IntVector old = next;
      int ahead = Math.min(i + LANES, n - LANES);
      next = IntVector.fromArray(INTS, tracer, at + ahead);
      IntVector away = target(potential, at + j, thresholds, p0 + j).sub(old);
      // The sign of least − 1 − |away|: all bits of those that are far enough.
      IntVector moving = away.abs().neg().add(least - 1).lanewise(VectorOperators.ASHR, 31);
      IntVector spike = away.max(-maxSpike).min(maxSpike).and(moving);
      farthest = farthest.max(away.sub(spike).abs());
      old.add(spike).intoArray(tracer, at + j);
      spike.intoArray(moves, j);
      j = ahead;
    }
    return farthest.reduceLanes(VectorOperators.MAX);
  }

  /** See {@link org.spikezip.backend.cpu.kernel.Kernels#advance}. */
  static void advance(Unsettled list, int from, int to, int maxSpike, int least, RowSpikes moved) {
    IntVector farthest = IntVector.zero(INTS);
    for (int i = from; i < to; i += LANES) {
      IntVector present = LANE.sub(to - i).lanewise(VectorOperators.ASHR, 31);
      IntVector away = IntVector.fromArray(INTS, list.distance, i).and(present);
      IntVector moving = away.abs().neg().add(least - 1).lanewise(VectorOperators.ASHR, 31);
      IntVector spike = away.max(-maxSpike).min(maxSpike).and(moving);
      IntVector left = away.sub(spike);
      farthest = farthest.max(left.abs());
      spike.intoArray(moved.moves, i - from);
      left.intoArray(list.distance, i);
    }
    list.farthest = Math.max(list.farthest, farthest.reduceLanes(VectorOperators.MAX));
    int n = to - from;
    moved.count = pack(moved.moves, 0, list.element, from, n, moved.spike, moved.index, 0);
    list.left =
        pack(
            list.distance,
            from,
            list.element,
            from,
            n,
            list.leftDistance,
            list.leftElement,
            list.left);
  }

  /**
   * Draws together the values that are not 0, and their elements.
   *
   * @param values {@code n} from place {@code v0} on, then zeros
   * @param elements from place {@code e0} on
   * @return the place after the last one
   */
  private static int pack(
      int[] values,
      int v0,
      int[] elements,
      int e0,
      int n,
      int[] outValues,
      int[] outElements,
      int place) {
    int end = place;
    for (int i = 0; i < n; i += LANES) {
      IntVector value = IntVector.fromArray(INTS, values, v0 + i);
      IntVector element = IntVector.fromArray(INTS, elements, e0 + i);
      int some = nonzero(value);
      int first = some & (1 << GROUP) - 1;
      int second = some >>> GROUP;
      value.rearrange(FIRST[first]).intoArray(outValues, end);
      element.rearrange(FIRST[first]).intoArray(outElements, end);
      end += Integer.bitCount(first);
      if (LANES > GROUP) {
        value.rearrange(SECOND[second]).intoArray(outValues, end);
        element.rearrange(SECOND[second]).intoArray(outElements, end);
        end += Integer.bitCount(second);
      }
    }
    return end;
  }

  /** Writes down the codes that differ from those of before, {@code n >= LANES} of them. */
  static void difference(int[] codes, int[] before, int at, int n, RowSpikes out) {
    int last = n - LANES;
    for (int i = 0, j = 0; i < n; i += LANES) {
      IntVector.fromArray(INTS, codes, at + j)
          .sub(IntVector.fromArray(INTS, before, at + j))
          .intoArray(out.moves, j);
      j = Math.min(i + LANES, last);
    }
    collect(n, out);
  }

  /** Draws together the moves that are not 0. */
  private static void collect(int n, RowSpikes out) {
    int count = out.count;
    IntVector.zero(INTS).intoArray(out.moves, n);
    for (int j = 0; j < n; j += LANES) {
      IntVector spike = IntVector.fromArray(INTS, out.moves, j);
      int moved = nonzero(spike);
      if (moved != 0) {
        IntVector index = LANE.add(j);
        int first = moved & (1 << GROUP) - 1;
        spike.rearrange(FIRST[first]).intoArray(out.spike, count);
        index.rearrange(FIRST[first]).intoArray(out.index, count);
        count += Integer.bitCount(first);
        if (LANES > GROUP) {
          int second = moved >>> GROUP;
          spike.rearrange(SECOND[second]).intoArray(out.spike, count);
          index.rearrange(SECOND[second]).intoArray(out.index, count);
          count += Integer.bitCount(second);
        }
      }
    }
    out.count = count;
  }

  /** One bit a lane; on Java 17 a mask has no fast way to bits. */
  private static int nonzero(IntVector x) {
    return x.or(x.neg())
        .lanewise(VectorOperators.LSHR, 31)
        .lanewise(VectorOperators.LSHL, LANE)
        .reduceLanes(VectorOperators.OR);
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

  /** Adds up {@link SpikeTrainHash#event} of a row that begins with element {@code first}. */
  static long hash(long layer, int first, RowSpikes spikes) {
    int i = 0;
    long hash = 0;
    if (WIDE) {
      LongVector sum = LongVector.zero(LONGS);
      for (; i + LONGS.length() <= spikes.count; i += LONGS.length()) {
        LongVector element = widened(spikes.index, i).add(first);
        LongVector spike = widened(spikes.spike, i).and(0xffffL);
        LongVector event = element.lanewise(VectorOperators.LSHL, 16).or(spike).add(layer);
        sum = sum.add(mix(event));
      }
      hash = sum.reduceLanes(VectorOperators.ADD);
    }
    for (; i < spikes.count; i++) {
      hash += SpikeTrainHash.event(layer, first + spikes.index[i], spikes.spike[i]);
    }
    return hash;
  }

  /** The first half of a vector of ints. */
  private static LongVector widened(int[] values, int at) {
    return (LongVector)
        IntVector.fromArray(INTS, values, at).convertShape(VectorOperators.I2L, LONGS, 0);
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
