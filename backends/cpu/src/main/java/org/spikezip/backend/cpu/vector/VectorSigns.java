package org.spikezip.backend.cpu.vector;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.spikezip.backend.cpu.kernel.RowSpikes;

/**
 * Collects moves by +1 and −1, those of +1 first. A table has the places of the lanes that moved:
 * no vector is rearranged.
 */
final class VectorSigns {
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = VectorFiring.LANES;
  private static final int GROUP = VectorFiring.GROUP;

  /** By lane: a bit of its own, for −1 and for +1. */
  private static final IntVector MINUS =
      IntVector.broadcast(INTS, 1).lanewise(VectorOperators.LSHL, VectorFiring.LANE);

  private static final IntVector PLUS = MINUS.lanewise(VectorOperators.LSHL, LANES);

  /** By mask: the lanes of the mask, {@link #GROUP} places for each, and a vector's room. */
  private static final int[] PLACES = places();

  private static int[] places() {
    int[] places = new int[GROUP * (1 << GROUP) + LANES];
    for (int mask = 0; mask < 1 << GROUP; mask++) {
      int next = mask * GROUP;
      for (int lane = 0; lane < GROUP; lane++) {
        if ((mask >> lane & 1) == 1) {
          places[next++] = lane;
        }
      }
    }
    return places;
  }

  private VectorSigns() {}

  /** Draws together the moves that are not 0. */
  static void collect(int n, RowSpikes out) {
    int[] moves = out.moves;
    int[] positive = out.index;
    int[] negative = out.spike;
    int p = 0;
    int m = 0;
    for (int i = 0; i < n; i += LANES) {
      IntVector present = VectorFiring.LANE.sub(n - i).lanewise(VectorOperators.ASHR, 31);
      IntVector a = IntVector.fromArray(INTS, moves, i).and(present);
      int bits =
          a.lanewise(VectorOperators.ASHR, 31)
              .and(MINUS)
              .or(a.neg().lanewise(VectorOperators.ASHR, 31).and(PLUS))
              .reduceLanes(VectorOperators.OR);
      for (int lane = i; bits != 0 && lane < i + LANES; lane += GROUP) {
        int minus = bits & VectorFiring.LOW;
        int plus = bits >>> LANES & VectorFiring.LOW;
        IntVector.fromArray(INTS, PLACES, plus * GROUP).add(lane).intoArray(positive, p);
        IntVector.fromArray(INTS, PLACES, minus * GROUP).add(lane).intoArray(negative, m);
        p += Integer.bitCount(plus);
        m += Integer.bitCount(minus);
        bits >>>= GROUP;
      }
    }
    out.joinSigns(p, m);
  }
}
