package org.spikezip.benchmark;

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
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.backend.cpu.kernel.RowSpikes;
import org.spikezip.backend.cpu.kernel.SpikeRuns;

/**
 * The inner loops of attention: the product of the codes of one head as a whole, and rows of codes
 * added for spikes. The score is in multiplications of codes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class CodeProductBenchmark {
  private static final int TOKENS = 26;
  private static final int DEPTH = 32;
  private static final int STRIDE = 32;
  private static final int SPIKES_OF_ROW = 8;
  private static final int LARGEST = 15;

  /** {@code scalar} or {@code vector}. */
  @Param({"scalar", "vector"})
  public String kernels;

  private final int[] left = new int[TOKENS * DEPTH];
  private final int[] right = new int[DEPTH * STRIDE];
  private final int[] sums = new int[TOKENS * STRIDE];
  private final SpikeRuns runs = new SpikeRuns(TOKENS * SPIKES_OF_ROW);
  private Kernels loops;

  /** Random codes, and spikes of a quarter of the left ones. */
  @Setup
  public void fill() {
    Random random = new Random(1);
    loops = kernels.equals("vector") ? Kernels.vector() : Kernels.scalar();
    for (int i = 0; i < left.length; i++) {
      left[i] = random.nextInt(2 * LARGEST) - LARGEST;
    }
    for (int i = 0; i < right.length; i++) {
      right[i] = random.nextInt(2 * LARGEST) - LARGEST;
    }
    RowSpikes spikes = new RowSpikes(DEPTH);
    for (int row = 0; row < TOKENS; row++) {
      spikes.clear();
      for (int i : random.ints(0, DEPTH).distinct().limit(SPIKES_OF_ROW).sorted().toArray()) {
        spikes.add(i, random.nextBoolean() ? 1 : -1);
      }
      runs.add(row, spikes);
    }
  }

  /** The product of all codes. */
  @Benchmark
  @OperationsPerInvocation(TOKENS * DEPTH * STRIDE)
  public int[] multiply() {
    loops.multiply(sums, 0, TOKENS, left, 0, DEPTH, right, 0, STRIDE);
    return sums;
  }

  /** What the spikes change in it. */
  @Benchmark
  @OperationsPerInvocation(TOKENS * SPIKES_OF_ROW * STRIDE)
  public int[] addCodes() {
    for (int run = 0; run < runs.count(); run++) {
      loops.addCodes(sums, runs.row(run) * STRIDE, right, 0, STRIDE, runs, run);
    }
    return sums;
  }
}
