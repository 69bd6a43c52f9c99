package org.spikezip.backend.cuda.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.jna.Memory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spikezip.api.function.Codes;
import org.spikezip.backend.cuda.emulation.HostLaunch;
import org.spikezip.ir.op.Rounding;

/** Codes of kernels are those of Java, at ties and beyond the range too. */
final class CodesTest {
  private static final int COUNT = 1 << 19;

  @ParameterizedTest
  @EnumSource(Rounding.class)
  void code(Rounding rounding) {
    float[] in = Patterns.withSpecial(COUNT, 1);
    float[] theta = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      theta[i] = i % 2 == 0 ? 0.25f : 0.037f * (1 + i % 7);
      if (i > COUNT / 2 && i % 2 == 0) {
        float tie = (i % 400 - 200) * 0.125f;
        in[i] = i % 4 == 0 ? tie : i % 8 == 2 ? Math.nextUp(tie) : Math.nextDown(tie);
      }
    }
    check(rounding, in, theta, -15, 16);
    check(rounding, in, theta, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static void check(Rounding rounding, float[] in, float[] theta, int min, int max) {
    int halfUp = rounding == Rounding.HALF_UP ? 1 : 0;
    try (HostLaunch launch = new HostLaunch("probe_codes").with(halfUp).with(in).with(theta)) {
      Memory out = launch.with(min).with(max).output(COUNT);
      launch.with(COUNT).run(COUNT);
      int[] found = out.getIntArray(0, COUNT);
      for (int i = 0; i < COUNT; i++) {
        float x = in[i];
        float threshold = theta[i];
        assertEquals(
            Codes.code(rounding, x, threshold, min, max), found[i], () -> x + " at " + threshold);
      }
    }
  }
}
