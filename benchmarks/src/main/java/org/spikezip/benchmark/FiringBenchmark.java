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
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.backend.cpu.kernel.RowSpikes;
import org.spikezip.backend.cpu.kernel.SpikeRuns;
import org.spikezip.backend.cpu.kernel.Thresholds;
import org.spikezip.backend.cpu.kernel.Unsettled;
import org.spikezip.ir.op.Rounding;

/**
 * What a row of neurons takes: moving its tracers, hashing its spikes, making runs of them, telling
 * what moved since, and one step of a list of neurons whose targets stand still. The score is in
 * neurons.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class FiringBenchmark {
  private static final int NEURONS = 1536;
  private static final int REACH = 15;
  private static final int FARTHEST = 4;

  /** The largest spike. */
  @Param({"1", "16"})
  public int maxSpike;

  /** {@code scalar} or {@code vector}. */
  @Param({"scalar", "vector"})
  public String kernels;

  private final int[] rest = new int[NEURONS];
  private final int[] tracer = new int[NEURONS];
  private final int[] codes = new int[NEURONS];
  private final float[] potential = new float[NEURONS];
  private final RowSpikes fired = new RowSpikes(NEURONS);
  private final RowSpikes moves = new RowSpikes(NEURONS);
  private final SpikeRuns runs = new SpikeRuns(NEURONS);
  private final Unsettled list = new Unsettled();
  private Kernels loops;
  private Thresholds thresholds;

  /** Neurons at most four codes from their targets. */
  @Setup
  public void fill() {
    Random random = new Random(1);
    loops = kernels.equals("vector") ? Kernels.vector() : Kernels.scalar();
    float[] theta = new float[NEURONS];
    int[] min = new int[NEURONS];
    int[] max = new int[NEURONS];
    Arrays.fill(theta, 0.1f);
    Arrays.fill(min, -REACH);
    Arrays.fill(max, REACH);
    thresholds = new Thresholds(theta, min, max);
    for (int i = 0; i < NEURONS; i++) {
      int away = random.nextInt(2 * FARTHEST + 1) - FARTHEST;
      potential[i] = theta[i] * away;
      codes[i] = away;
    }
    fireRow(fired);
    fireRow(moves);
  }

  private int fireRow(RowSpikes out) {
    System.arraycopy(rest, 0, tracer, 0, NEURONS);
    out.clear();
    return loops.fire(
        Rounding.HALF_EVEN, potential, tracer, 0, NEURONS, thresholds, 0, maxSpike, 1, out);
  }

  /** Moves the tracers of a row, from their resting codes. */
  @Benchmark
  @OperationsPerInvocation(NEURONS)
  public int fire() {
    return fireRow(fired);
  }

  /** Hashes the spikes of a row. */
  @Benchmark
  @OperationsPerInvocation(NEURONS)
  public long hash() {
    return loops.hash(1, 0, moves);
  }

  /** Makes runs of the spikes of a row. */
  @Benchmark
  @OperationsPerInvocation(NEURONS)
  public SpikeRuns run() {
    runs.clear();
    runs.add(0, moves);
    return runs;
  }

  /** Tells what moved since rest. */
  @Benchmark
  @OperationsPerInvocation(NEURONS)
  public RowSpikes difference() {
    fired.clear();
    loops.difference(codes, rest, 0, NEURONS, fired);
    return fired;
  }

  /** Fires listed neurons once. */
  @Benchmark
  @OperationsPerInvocation(NEURONS)
  public RowSpikes advance() {
    list.clear();
    list.add(0, moves);
    fired.clear();
    loops.advance(list, 0, list.count, maxSpike, 1, fired);
    list.keepLeft();
    return fired;
  }
}
