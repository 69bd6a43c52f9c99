package org.spikezip.backend.cuda.functions;

import com.sun.jna.Memory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.api.function.LayerNorm;
import org.spikezip.api.function.LogSoftmax;
import org.spikezip.api.function.RmsNorm;
import org.spikezip.api.function.Softmax;
import org.spikezip.api.function.Sums;
import org.spikezip.backend.cuda.emulation.HostLaunch;

/**
 * Rows by one thread, by half a warp and in its registers have the bits of Java's, at every length
 * and stride.
 */
final class RowFunctionsTest {
  private static final int ROWS = 19;
  private static final float EPSILON = 1e-5f;

  /** In the order of the launch's RowFunction. */
  private enum Function {
    SOFTMAX {
      @Override
      void apply(float[] in, float[] gamma, float[] beta, float[] out) {
        Softmax.row(in, 0, out, 0, in.length);
      }
    },
    LOG_SOFTMAX {
      @Override
      void apply(float[] in, float[] gamma, float[] beta, float[] out) {
        LogSoftmax.row(in, 0, out, 0, in.length);
      }
    },
    LAYER_NORM {
      @Override
      void apply(float[] in, float[] gamma, float[] beta, float[] out) {
        LayerNorm.row(in, 0, gamma, 0, beta, 0, out, 0, in.length, EPSILON);
      }
    },
    RMS_NORM {
      @Override
      void apply(float[] in, float[] gamma, float[] beta, float[] out) {
        RmsNorm.row(in, 0, gamma, 0, out, 0, in.length, EPSILON);
      }
    },
    SUM {
      @Override
      void apply(float[] in, float[] gamma, float[] beta, float[] out) {
        Arrays.fill(out, Sums.sum(in, 0, in.length));
      }
    },
    MAX {
      @Override
      void apply(float[] in, float[] gamma, float[] beta, float[] out) {
        Arrays.fill(out, Sums.max(in, 0, in.length));
      }
    };

    abstract void apply(float[] in, float[] gamma, float[] beta, float[] out);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 1, 2, 7, 15, 16, 17, 31, 32, 33, 48, 63, 64, 65, 127, 197, 256, 257, 384, 512, 513, 1021
      })
  void rows(int n) {
    for (int stride : new int[] {1, 3}) {
      for (Function function : Function.values()) {
        check("probe_rows_by_thread", 1, function, n, stride);
        check("probe_rows_by_half_warp", 16, function, n, stride);
        check("probe_rows_held", 16, function, n, stride);
      }
    }
  }

  private static void check(String kernel, int threadsOfRow, Function function, int n, int stride) {
    Random random = new Random(n);
    float[] in = input(random, n * stride * ROWS);
    float[] gamma = input(random, n);
    float[] beta = input(random, n);
    if (n > 1) {
      in[stride] = Float.NaN;
      Arrays.fill(in, n * stride, 2 * n * stride, Float.NEGATIVE_INFINITY);
      in[2 * n * stride] = Float.POSITIVE_INFINITY;
      Arrays.fill(in, 3 * n * stride, 4 * n * stride, -0f);
    }
    try (HostLaunch launch = new HostLaunch(kernel).with(function).with(in).with(stride)) {
      Memory out = launch.with(gamma).with(beta).with(EPSILON).output(in.length);
      launch.with(n).with(ROWS).run(threadsOfRow * ROWS);
      float[] found = out.getFloatArray(0, in.length);
      for (int row = 0; row < ROWS; row++) {
        float[] elements = gather(in, row * n * stride, stride, n);
        float[] expected = new float[n];
        function.apply(elements, gamma, beta, expected);
        float[] result = gather(found, row * n * stride, stride, n);
        HostLaunch.assertSameBits(
            expected, result, kernel + " " + function + " row " + row, elements);
      }
    }
  }

  private static float[] input(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (random.nextFloat() - 0.5f) * 30f;
    }
    return values;
  }

  private static float[] gather(float[] from, int first, int stride, int n) {
    float[] row = new float[n];
    for (int i = 0; i < n; i++) {
      row[i] = from[first + i * stride];
    }
    return row;
  }
}
