package org.spikezip.backend.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.spikezip.api.function.Sums;

/**
 * The width of the float functions: the machine's preferred one, at most {@value Sums#PARTIALS}
 * lanes.
 *
 * <p>A row of {@code n >= LANES} elements ends with the vector of its last {@code LANES} elements,
 * which may overlap the one before it. So that rows can be changed in place it is loaded before
 * that one is stored. Nothing outside the row is read or written.
 *
 * <p>After some 45 vector operations the JIT compiler inlines nothing more into a method than such
 * operations, and a vector passed to or from another method is allocated. So loops contain a long
 * function once, and what it calls, it calls early.
 */
final class Lanes {
  /** Chooses a width in bits, for tests: 128, 256 or 512. */
  static final String PROPERTY = "spikezip.vectorBits";

  /** A constant to the JIT compiler, hence not an argument. */
  static final VectorSpecies<Float> FLOATS = species();

  /** Elements of a vector: 4, 8 or 16. */
  static final int LANES = FLOATS.length();

  private Lanes() {}

  private static VectorSpecies<Float> species() {
    int bits = Integer.getInteger(PROPERTY, FloatVector.SPECIES_PREFERRED.vectorBitSize());
    int clipped = Math.max(4 * Float.SIZE, Math.min(bits, Sums.PARTIALS * Float.SIZE));
    return VectorSpecies.of(float.class, VectorShape.forBitSize(clipped));
  }
}
