package org.spikezip.backend.cpu.vector;

import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
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
  static final int GROUP = Math.min(8, LANES);

  /** Whether 64-bit lanes can be multiplied at speed. */
  static final boolean WIDE = LONGS.vectorBitSize() == 512;

  /**
   * Adding this to a float of less than 2^22 in size rounds it half to even, into the low bits of
   * the mantissa.
   */
  private static final float ROUNDER = 0x1.8p23f;

  private static final long MIX_1 = 0xbf58476d1ce4e5b9L;
  private static final long MIX_2 = 0x94d049bb133111ebL;

  private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);

  /** Codes up to this size can be rounded so. */
  static final int MOST_ROUNDABLE = 1 << 21;

  /** The bits of the lanes that are drawn together first. */
  static final int LOW = (1 << GROUP) - 1;

  private static final int COUNTED = 4096;

  /** 0, 1, 2 and so on, up to {@link #COUNTED} and two vectors. */
  private static final int[] COUNT = IntStream.range(0, COUNTED + 2 * LANES).toArray();

  static final IntVector LANE = IntVector.zero(INTS).addIndex(1);

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
    if (maxSpike == 1) {
      VectorSigns.collect(n, out);
    } else {
      collect(n, out);
    }
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
    float[] theta = thresholds.theta();
    float[] min = thresholds.min();
    float[] max = thresholds.max();
    IntVector farthest = IntVector.zero(INTS);
    IntVector next = IntVector.fromArray(INTS, tracer, at);
    for (int i = 0, j = 0; i < n; i += LANES) {
      IntVector old = next;
      int ahead = Math.min(i + LANES, n - LANES);
      next = IntVector.fromArray(INTS, tracer, at + ahead);
      FloatVector quotient =
          FloatVector.fromArray(FLOATS, potential, at + j)
              .div(FloatVector.fromArray(FLOATS, theta, p0 + j));
      FloatVector low = FloatVector.fromArray(FLOATS, min, p0 + j);
      FloatVector high = FloatVector.fromArray(FLOATS, max, p0 + j);
      FloatVector code = quotient.blend(0f, quotient.compare(VectorOperators.NE, quotient));
      code = code.blend(low, code.compare(VectorOperators.LT, low));
      code = code.blend(high, code.compare(VectorOperators.GT, high));
      IntVector away = code.add(ROUNDER).reinterpretAsInts().sub(ROUNDER_BITS).sub(old);
      // The sign of least − 1 − |away|: all bits of those that are far enough.
      IntVector moving = away.abs().neg().add(least - 1).lanewise(VectorOperators.ASHR, 31);
      IntVector spike = away.max(-maxSpike).min(maxSpike).and(moving);
      farthest = away.sub(spike).abs().max(farthest);
      spike.add(old).intoArray(tracer, at + j);
      spike.intoArray(moves, j);
      j = ahead;
    }
    return IntVector.zero(INTS).max(farthest).reduceLanes(VectorOperators.MAX);
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
      farthest = left.abs().max(farthest);
      spike.intoArray(moved.moves, i - from);
      left.intoArray(list.distance, i);
    }
    int most = IntVector.zero(INTS).max(farthest).reduceLanes(VectorOperators.MAX);
    list.farthest = Math.max(list.farthest, most);
    int n = to - from;
    moved.count = pack(moved.moves, 0, list.element, from, 0, n, moved.spike, moved.index, 0);
    list.left =
        pack(
            list.distance,
            from,
            list.element,
            from,
            0,
            n,
            list.leftDistance,
            list.leftElement,
            list.left);
  }

  /**
   * Draws together the values that are not 0, and their elements.
   *
   * @param values {@code n} from place {@code v0} on
   * @param elements from place {@code e0} on, less {@code first}
   * @return the place after the last one
   */
  private static int pack(
      int[] values,
      int v0,
      int[] elements,
      int e0,
      int first,
      int n,
      int[] outValues,
      int[] outElements,
      int place) {
    int end = place;
    for (int i = 0; i < n; i += 2 * LANES) {
      IntVector beyond = LANE.sub(n - i);
      IntVector a =
          IntVector.fromArray(INTS, values, v0 + i).and(beyond.lanewise(VectorOperators.ASHR, 31));
      IntVector b =
          IntVector.fromArray(INTS, values, v0 + i + LANES)
              .and(beyond.add(LANES).lanewise(VectorOperators.ASHR, 31));
      // One bit a lane; on Java 17 a mask has no fast way to bits.
      int some =
          a.or(a.neg())
              .lanewise(VectorOperators.LSHR, 31)
              .lanewise(VectorOperators.LSHL, LANE)
              .reduceLanes(VectorOperators.OR);
      int more =
          b.or(b.neg())
              .lanewise(VectorOperators.LSHR, 31)
              .lanewise(VectorOperators.LSHL, LANE)
              .reduceLanes(VectorOperators.OR);
      if ((some | more) == 0) {
        continue;
      }
      IntVector of = IntVector.fromArray(INTS, elements, e0 + i).add(first);
      a.rearrange(FIRST[some & LOW]).intoArray(outValues, end);
      of.rearrange(FIRST[some & LOW]).intoArray(outElements, end);
      end += Integer.bitCount(some & LOW);
      if (LANES > GROUP) {
        a.rearrange(SECOND[some >>> GROUP]).intoArray(outValues, end);
        of.rearrange(SECOND[some >>> GROUP]).intoArray(outElements, end);
        end += Integer.bitCount(some >>> GROUP);
      }
      of = IntVector.fromArray(INTS, elements, e0 + i + LANES).add(first);
      b.rearrange(FIRST[more & LOW]).intoArray(outValues, end);
      of.rearrange(FIRST[more & LOW]).intoArray(outElements, end);
      end += Integer.bitCount(more & LOW);
      if (LANES > GROUP) {
        b.rearrange(SECOND[more >>> GROUP]).intoArray(outValues, end);
        of.rearrange(SECOND[more >>> GROUP]).intoArray(outElements, end);
        end += Integer.bitCount(more >>> GROUP);
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
    for (int j = 0; j < n; j += COUNTED) {
      int part = Math.min(COUNTED, n - j);
      out.count = pack(out.moves, j, COUNT, 0, j, part, out.spike, out.index, out.count);
    }
  }

  /**
   * Adds up {@link SpikeTrainHash#event} of a row that begins with element {@code first}, where
   * {@link #WIDE}.
   */
  static long hash(long layer, int first, RowSpikes spikes) {
    LongVector sum = LongVector.zero(LONGS);
    for (int i = 0; i < spikes.count; i += LANES) {
      IntVector present = LANE.sub(spikes.count - i).lanewise(VectorOperators.ASHR, 31);
      IntVector element = IntVector.fromArray(INTS, spikes.index, i);
      IntVector spike = IntVector.fromArray(INTS, spikes.spike, i);
      LongVector a = (LongVector) element.convertShape(VectorOperators.I2L, LONGS, 0);
      LongVector b = (LongVector) element.convertShape(VectorOperators.I2L, LONGS, 1);
      LongVector by = (LongVector) spike.convertShape(VectorOperators.I2L, LONGS, 0);
      a = a.add(first).lanewise(VectorOperators.LSHL, 16).or(by.and(0xffffL)).add(layer);
      by = (LongVector) spike.convertShape(VectorOperators.I2L, LONGS, 1);
      b = b.add(first).lanewise(VectorOperators.LSHL, 16).or(by.and(0xffffL)).add(layer);
      // The finalizer of SplitMix64, which makes 0 of 0.
      a = a.and((LongVector) present.convertShape(VectorOperators.I2L, LONGS, 0));
      b = b.and((LongVector) present.convertShape(VectorOperators.I2L, LONGS, 1));
      a = a.lanewise(VectorOperators.XOR, a.lanewise(VectorOperators.LSHR, 30)).mul(MIX_1);
      b = b.lanewise(VectorOperators.XOR, b.lanewise(VectorOperators.LSHR, 30)).mul(MIX_1);
      a = a.lanewise(VectorOperators.XOR, a.lanewise(VectorOperators.LSHR, 27)).mul(MIX_2);
      b = b.lanewise(VectorOperators.XOR, b.lanewise(VectorOperators.LSHR, 27)).mul(MIX_2);
      sum = a.lanewise(VectorOperators.XOR, a.lanewise(VectorOperators.LSHR, 31)).add(sum);
      sum = b.lanewise(VectorOperators.XOR, b.lanewise(VectorOperators.LSHR, 31)).add(sum);
    }
    return LongVector.zero(LONGS).add(sum).reduceLanes(VectorOperators.ADD);
  }
}
