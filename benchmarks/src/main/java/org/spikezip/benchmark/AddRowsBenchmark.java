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
 * Adding weight rows of 8 bits into sums, the synapse's inner loop, for a layer of 26 rows. The
 * score is in synaptic operations.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class AddRowsBenchmark {
  private static final int ROWS = 26;
  private static final int NEURONS = 384;
  private static final int SPIKES_OF_ROW = 96;
  private static final int COLUMNS = 384;

  /** The largest spike. */
  @Param({"1", "8"})
  public int maxSpike;

  /** {@code scalar} or {@code vector}. */
  @Param({"scalar", "vector"})
  public String kernels;

  private Kernels loops;
  private byte[] weights;
  private int[] sums;
  private SpikeRuns runs;

  /** Random weights, and spikes of a quarter of the neurons. */
  @Setup
  public void fill() {
    Random random = new Random(1);
    loops = kernels.equals("vector") ? Kernels.vector() : Kernels.scalar();
    byte[] rows = new byte[NEURONS * COLUMNS];
    random.nextBytes(rows);
    weights = loops.arrange(rows, COLUMNS);
    sums = new int[ROWS * COLUMNS];
    runs = new SpikeRuns(ROWS * SPIKES_OF_ROW);
    RowSpikes spikes = new RowSpikes(NEURONS);
    for (int row = 0; row < ROWS; row++) {
      spikes.clear();
      int[] fired = random.ints(0, NEURONS).distinct().limit(SPIKES_OF_ROW).sorted().toArray();
      for (int i : fired) {
        int size = 1 + random.nextInt(maxSpike);
        spikes.add(i, random.nextBoolean() ? size : -size);
      }
      runs.add(row, spikes);
    }
  }

  /** One step of a layer. */
  @Benchmark
  @OperationsPerInvocation(ROWS * SPIKES_OF_ROW * COLUMNS)
  public int[] addRows() {
    loops.addRows(sums, COLUMNS, weights, NEURONS, runs, 0, COLUMNS);
    return sums;
  }
}
