package org.spikezip.backend.cuda.functions;

import java.util.Random;

/** Floats of every magnitude. */
final class Patterns {
  private static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    -1f,
    0.5f,
    -0.5f,
    1.5f,
    2f,
    2.5f,
    3f,
    -2f,
    -3f,
    8f,
    -8f,
    9f,
    0x1.fffffep23f,
    0x1p24f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    Math.nextDown(Float.MIN_NORMAL),
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    88.72283f,
    Math.nextUp(88.72283f),
    -87.33654f,
    Math.nextDown(-87.33654f),
    0.84375f,
    0.625f,
    4f,
    0x1p30f,
    Math.nextUp(0x1p30f),
    0x1p31f,
    -0x1p31f,
    0x1p-24f
  };

  private Patterns() {}

  /** Returns random patterns, and among them random numbers below 20 in size. */
  static float[] random(int n, long seed) {
    Random random = new Random(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] =
          i % 3 == 0 ? (random.nextFloat() - 0.5f) * 40f : Float.intBitsToFloat(random.nextInt());
    }
    return values;
  }

  /** The same, beginning with the special values. */
  static float[] withSpecial(int n, long seed) {
    float[] values = random(n, seed);
    System.arraycopy(SPECIAL, 0, values, 0, Math.min(n, SPECIAL.length));
    return values;
  }

  static int special() {
    return SPECIAL.length;
  }

  static float special(int index) {
    return SPECIAL[index];
  }
}
