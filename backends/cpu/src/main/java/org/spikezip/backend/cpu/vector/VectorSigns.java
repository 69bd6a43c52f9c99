package org.spikezip.backend.cpu.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.spikezip.backend.cpu.kernel.Signs;

/**
 * Collects moves by +1 and −1. A table has the places of the lanes that moved, eight of them in a
 * {@code long}; lists of such bytes are then widened: storing places as whole vectors took longer
 * than all else.
 */
final class VectorSigns {
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
  private static final int LANES = VectorFiring.LANES;
  private static final int GROUP = VectorFiring.GROUP;
  private static final int LOW = VectorFiring.LOW;

  private static final VarHandle PACKED =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** So many neurons a byte can tell apart. */
  private static final int PART = 1 << Byte.SIZE;

  /** Each of the eight bytes 1. */
  private static final long ONES = 0x0101_0101_0101_0101L;

  /** By lane: a bit of its own, for −1 and for +1. */
  private static final IntVector MINUS =
      IntVector.broadcast(INTS, 1).lanewise(VectorOperators.LSHL, VectorFiring.LANE);

  private static final IntVector PLUS = MINUS.lanewise(VectorOperators.LSHL, LANES);

  /** By mask: the lanes of the mask, a byte each. */
  private static final long[] PLACES = places();

  private static long[] places() {
    long[] places = new long[1 << GROUP];
    for (int mask = 0; mask < places.length; mask++) {
      int next = 0;
      for (int lane = 0; lane < GROUP; lane++) {
        if ((mask >> lane & 1) == 1) {
          places[mask] |= (long) lane << Byte.SIZE * next++;
        }
      }
    }
    return places;
  }

  private VectorSigns() {}

  /** Draws together the moves that are not 0. */
  static void collect(Signs signs) {
    int[] moves = signs.moves;
    byte[] up = signs.upBytes;
    byte[] down = signs.downBytes;
    for (int row = 0; row < signs.rows; row++) {
      int end = (row + 1) * signs.width;
      for (int part = row * signs.width; part < end; part += PART) {
        int to = Math.min(end, part + PART);
        int ups = 0;
        int downs = 0;
        for (int i = part; i < to; i += LANES) {
          IntVector present = VectorFiring.LANE.sub(to - i).lanewise(VectorOperators.ASHR, 31);
          IntVector a = IntVector.fromArray(INTS, moves, i).and(present);
          int bits =
              a.lanewise(VectorOperators.ASHR, 31)
                  .and(MINUS)
                  .or(a.neg().lanewise(VectorOperators.ASHR, 31).and(PLUS))
                  .reduceLanes(VectorOperators.OR);
          if (bits == 0) {
            continue;
          }
          for (int lane = 0; lane < LANES; lane += GROUP) {
            long first = (i - part + lane) * ONES;
            int minus = bits >>> lane & LOW;
            int plus = bits >>> LANES + lane & LOW;
            PACKED.set(up, ups, PLACES[plus] + first);
            PACKED.set(down, downs, PLACES[minus] + first);
            ups += Integer.bitCount(plus);
            downs += Integer.bitCount(minus);
          }
        }
        for (int i = 0; i < ups; i += LANES) {
          ((IntVector)
                  ByteVector.fromArray(BYTES, up, i).convertShape(VectorOperators.B2I, INTS, 0))
              .and(PART - 1)
              .add(part)
              .intoArray(signs.up, signs.ups + i);
        }
        for (int i = 0; i < downs; i += LANES) {
          ((IntVector)
                  ByteVector.fromArray(BYTES, down, i).convertShape(VectorOperators.B2I, INTS, 0))
              .and(PART - 1)
              .add(part)
              .intoArray(signs.down, signs.downs + i);
        }
        signs.ups += ups;
        signs.downs += downs;
      }
      signs.endRow(row);
    }
  }

  /** See {@link org.spikezip.backend.cpu.kernel.Kernels#shift}. */
  static void shift(int[] from, int at, int n, int by, int[] to, int first) {
    for (int i = 0; i < n; i += LANES) {
      IntVector.fromArray(INTS, from, at + i).sub(by).intoArray(to, first + i);
    }
  }
}
