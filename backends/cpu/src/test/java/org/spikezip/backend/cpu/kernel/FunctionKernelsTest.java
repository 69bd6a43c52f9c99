package org.spikezip.backend.cpu.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.api.function.UnaryFunction;

/** The vector functions have the bits of the definitions, at every width and length. */
class FunctionKernelsTest {
  private static final int[] LENGTHS =
      IntStream.concat(IntStream.rangeClosed(0, 70), IntStream.of(197, 384, 1021)).toArray();
  private static final float[] SPECIAL = {
    0f,
    -0f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE
  };

  private static final FunctionKernels SCALAR = FunctionKernels.scalar();

  private interface Row {
    void run(FunctionKernels kernels, float[] in, int inOffset, float[] out, int outOffset, int n);
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void unaryOfEveryMagnitude(int bits) {
    float[] in = sweep();
    for (UnaryFunction function : UnaryFunction.values()) {
      float[] expected = new float[in.length];
      SCALAR.unary(function, in, 0, expected, 0, in.length);
      float[] actual = new float[in.length];
      vector(bits).unary(function, in, 0, actual, 0, in.length);
      for (int i = 0; i < in.length; i++) {
        if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
          fail(function + " of " + in[i] + ": expected " + expected[i] + ", was " + actual[i]);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void unaryOfEveryLength(int bits) {
    for (UnaryFunction function : UnaryFunction.values()) {
      check(
          bits,
          function.symbol(),
          (k, in, i0, out, o0, n) -> k.unary(function, in, i0, out, o0, n));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void softmax(int bits) {
    check(bits, "softmax", FunctionKernels::softmax);
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void norms(int bits) {
    float[] gamma = rows(1021).get(0);
    float[] beta = rows(1021).get(1);
    check(
        bits,
        "layer_norm",
        (k, in, i0, out, o0, n) -> k.layerNorm(in, i0, gamma, beta, out, o0, n, 1e-5f));
    check(bits, "rms_norm", (k, in, i0, out, o0, n) -> k.rmsNorm(in, i0, gamma, out, o0, n, 1e-6f));
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void arithmetic(int bits) {
    float[] other = rows(1021 + 2).get(3);
    check(bits, "add", (k, in, i0, out, o0, n) -> k.add(in, i0, other, 2, out, o0, n));
    check(bits, "add", (k, in, i0, out, o0, n) -> k.add(other, 2, in, i0, out, o0, n));
    check(bits, "multiply", (k, in, i0, out, o0, n) -> k.multiply(in, i0, other, 2, out, o0, n));
    check(bits, "square", (k, in, i0, out, o0, n) -> k.multiply(in, i0, in, i0, out, o0, n));
    for (float factor : SPECIAL) {
      check(
          bits,
          "scale by " + factor,
          (k, in, i0, out, o0, n) -> k.scale(in, i0, factor, out, o0, n));
    }
  }

  @Test
  void softmaxOfMaskedRow() {
    float[] row = new float[40];
    Arrays.fill(row, Float.NEGATIVE_INFINITY);
    row[33] = -7f;
    vector(512).softmax(row, 0, row, 0, row.length);
    float[] expected = new float[40];
    expected[33] = 1f;
    assertEquals(Arrays.toString(expected), Arrays.toString(row));
  }

  /**
   * Compares rows of each kind, into another row and in place, with the elements around them; all
   * NaNs are one, zeros are two.
   */
  private static void check(int bits, String name, Row row) {
    FunctionKernels vector = vector(bits);
    for (int n : LENGTHS) {
      List<float[]> rows = rows(n);
      for (int kind = 0; kind < rows.size(); kind++) {
        String what = name + ", " + vector.description() + ", n " + n + ", row " + kind;
        float[] in = new float[n + 5];
        System.arraycopy(rows.get(kind), 0, in, 3, n);
        float[] expected = new float[n + 3];
        float[] actual = expected.clone();
        row.run(SCALAR, in, 3, expected, 1, n);
        row.run(vector, in, 3, actual, 1, n);
        assertEquals(-1, Arrays.mismatch(expected, actual), what);
        float[] inPlace = in.clone();
        row.run(SCALAR, in, 3, in, 3, n);
        row.run(vector, inPlace, 3, inPlace, 3, n);
        assertEquals(-1, Arrays.mismatch(in, inPlace), what + ", in place");
      }
    }
  }

  private static List<float[]> rows(int n) {
    SplittableRandom random = new SplittableRandom(n);
    float[] moderate = row(n, i -> random.nextDouble(-5, 5));
    float[] wide = row(n, i -> random.nextDouble(-1, 1) * Math.pow(2, random.nextInt(-40, 40)));
    float[] huge = row(n, i -> random.nextDouble(-1, 1) * Float.MAX_VALUE);
    float[] tiny = row(n, i -> random.nextDouble(-1, 1) * Float.MIN_NORMAL);
    float[] zeros = row(n, i -> random.nextBoolean() ? 0. : -0.);
    float[] masked =
        row(n, i -> random.nextInt(3) > 0 ? Double.NEGATIVE_INFINITY : random.nextDouble(-9, 0));
    float[] lost = row(n, i -> Double.NEGATIVE_INFINITY);
    float[] mixed = row(n, i -> SPECIAL[random.nextInt(SPECIAL.length)]);
    float[] poisoned = moderate.clone();
    float[] overflown = moderate.clone();
    if (n > 0) {
      poisoned[random.nextInt(n)] = Float.NaN;
      overflown[n - 1] = Float.POSITIVE_INFINITY;
    }
    return List.of(moderate, wide, huge, tiny, zeros, masked, lost, mixed, poisoned, overflown);
  }

  private static float[] row(int n, IntToDoubleFunction element) {
    float[] row = new float[n];
    for (int i = 0; i < n; i++) {
      row[i] = (float) element.applyAsDouble(i);
    }
    return row;
  }

  /** Bit patterns of every exponent and sign, and the neighbours of all bounds. */
  private static float[] sweep() {
    TreeSet<Integer> patterns = new TreeSet<>();
    for (long p = 0; p < 1L << 32; p += 40_009) {
      patterns.add((int) p);
    }
    float[] bounds = {
      88.72283f, 87.33654f, 4f, 4f / 0.70710677f, 0.84375f, 1.1932427f, 0.625f, 16f, 9f
    };
    for (float bound : bounds) {
      for (int d = -2; d <= 2; d++) {
        patterns.add(Float.floatToRawIntBits(bound) + d);
        patterns.add(Float.floatToRawIntBits(-bound) + d);
      }
    }
    for (float special : SPECIAL) {
      patterns.add(Float.floatToRawIntBits(special));
    }
    // NaNs of other payloads, signalling ones too.
    patterns.addAll(List.of(0xffc00000, 0x7f800001, 0xff800001, 0x7fffffff, -1));
    float[] in = new float[patterns.size()];
    int i = 0;
    for (int pattern : patterns) {
      in[i++] = Float.intBitsToFloat(pattern);
    }
    return in;
  }

  private static FunctionKernels vector(int bits) {
    return switch (bits) {
      case 128 -> Widths.V128;
      case 256 -> Widths.V256;
      default -> Widths.V512;
    };
  }

  /** The vector functions at each width, which is a constant of a class: loaded once for each. */
  private static final class Widths extends ClassLoader {
    private static final String PACKAGE = "org.spikezip.backend.cpu.vector.";

    static final FunctionKernels V128 = load(128);
    static final FunctionKernels V256 = load(256);
    static final FunctionKernels V512 = load(512);

    private Widths() {
      super(FunctionKernelsTest.class.getClassLoader());
    }

    private static FunctionKernels load(int bits) {
      System.setProperty("spikezip.vectorBits", String.valueOf(bits));
      try {
        FunctionKernels kernels =
            new Widths()
                .loadClass(PACKAGE + "VectorFunctions")
                .asSubclass(FunctionKernels.class)
                .getDeclaredConstructor()
                .newInstance();
        assertEquals(bits + "-bit vectors", kernels.description());
        return kernels;
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.getMessage(), e);
      } finally {
        System.clearProperty("spikezip.vectorBits");
      }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(PACKAGE)) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] code = in.readAllBytes();
        return defineClass(name, code, 0, code.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
