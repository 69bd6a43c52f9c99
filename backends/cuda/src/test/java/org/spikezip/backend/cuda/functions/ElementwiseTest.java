package org.spikezip.backend.cuda.functions;

import com.sun.jna.Memory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spikezip.api.function.BinaryFunction;
import org.spikezip.api.function.UnaryFunction;
import org.spikezip.backend.cuda.emulation.HostLaunch;

/** Functions of kernels have the bits of Java's, whatever the numbers. */
final class ElementwiseTest {
  private static final int COUNT = 1 << 19;

  @ParameterizedTest
  @EnumSource(UnaryFunction.class)
  void unary(UnaryFunction function) {
    float[] in = Patterns.withSpecial(COUNT, 7);
    float[] expected = new float[COUNT];
    function.apply(in, 0, expected, 0, COUNT);
    try (HostLaunch launch = new HostLaunch("probe_unary").with(function).with(in)) {
      Memory out = launch.output(COUNT);
      launch.with(COUNT).run(COUNT);
      HostLaunch.assertSameBits(expected, out.getFloatArray(0, COUNT), function.symbol(), in);
    }
  }

  @ParameterizedTest
  @EnumSource(BinaryFunction.class)
  void binary(BinaryFunction function) {
    float[] a = Patterns.random(COUNT, 8);
    float[] b = Patterns.random(COUNT, 9);
    pairSpecial(a, b);
    for (int i = COUNT / 2; i < COUNT; i += 3) {
      b[i] = i % 25 * 0.5f - 6f;
    }
    float[] expected = new float[COUNT];
    for (int i = 0; i < COUNT; i++) {
      expected[i] = function.apply(a[i], b[i]);
    }
    try (HostLaunch launch = new HostLaunch("probe_binary").with(function).with(a).with(b)) {
      Memory out = launch.output(COUNT);
      launch.with(COUNT).run(COUNT);
      HostLaunch.assertSameBits(expected, out.getFloatArray(0, COUNT), function.symbol(), a, b);
    }
  }

  private static void pairSpecial(float[] a, float[] b) {
    int n = Patterns.special();
    for (int i = 0; i < n * n; i++) {
      a[i] = Patterns.special(i / n);
      b[i] = Patterns.special(i % n);
    }
  }
}
