package org.spikezip.benchmark;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.spikezip.api.function.UnaryFunction;
import org.spikezip.backend.cpu.kernel.FunctionKernels;
import org.spikezip.backend.cpu.kernel.Kernels;

/** The float functions of a row, and what makes floats of its sums. The score is in elements. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class RowFunctionsBenchmark {
  private static final int ELEMENTS = 384;
  private static final float EPSILON = 1e-12f;

  /** {@code scalar} or {@code vector}. */
  @Param({"scalar", "vector"})
  public String kernels;

  private final float[] row = new float[ELEMENTS];
  private final float[] ones = new float[ELEMENTS];
  private final float[] zeros = new float[ELEMENTS];
  private final float[] out = new float[ELEMENTS];
  private final int[] sums = new int[ELEMENTS];
  private Kernels loops;
  private FunctionKernels functions;

  /** Normally distributed numbers. */
  @Setup
  public void fill() {
    Random random = new Random(1);
    loops = kernels.equals("vector") ? Kernels.vector() : Kernels.scalar();
    functions = loops.functions();
    Arrays.fill(ones, 1);
    for (int i = 0; i < ELEMENTS; i++) {
      row[i] = (float) random.nextGaussian();
      sums[i] = random.nextInt(1 << 16) - (1 << 15);
    }
  }

  /** Sums times scale plus bias. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public float[] affine() {
    loops.affine(sums, 0, ones, zeros, out, 0, ELEMENTS);
    return out;
  }

  /** Softmax. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public float[] softmax() {
    functions.softmax(row, 0, out, 0, ELEMENTS);
    return out;
  }

  /** LayerNorm. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public float[] layerNorm() {
    functions.layerNorm(row, 0, ones, zeros, out, 0, ELEMENTS, EPSILON);
    return out;
  }

  /** GELU by the error function. */
  @Benchmark
  @OperationsPerInvocation(ELEMENTS)
  public float[] gelu() {
    functions.unary(UnaryFunction.GELU, row, 0, out, 0, ELEMENTS);
    return out;
  }
}
