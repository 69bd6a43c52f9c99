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
import org.spikezip.backend.cpu.kernel.SpikeBatch;

/**
 * Adding weight rows of 8 bits into sums, the synapse's inner loop. The score is in spikes; times
 * {@code columns} it is in synaptic operations.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class AddRowsBenchmark {
  private static final int NEURONS = 384;
  private static final int SPIKES = 40;

  /** How many neurons each spike reaches. */
  @Param({"384", "1536"})
  public int columns;

  /** {@code scalar} or {@code vector}. */
  @Param({"scalar", "vector"})
  public String kernels;

  private Kernels loops;
  private byte[] weights;
  private int[] sums;
  private SpikeBatch spikes;

  /** Random weights and ternary spikes of a tenth of the neurons. */
  @Setup
  public void fill() {
    Random random = new Random(1);
    loops = kernels.equals("vector") ? Kernels.vector() : Kernels.scalar();
    byte[] rows = new byte[NEURONS * columns];
    random.nextBytes(rows);
    weights = loops.arrange(rows, columns);
    sums = new int[columns];
    spikes = new SpikeBatch(SPIKES);
    for (int element : random.ints(0, NEURONS).distinct().limit(SPIKES).sorted().toArray()) {
      spikes.add(element, random.nextBoolean() ? 1 : -1);
    }
  }

  /** One row of inputs. */
  @Benchmark
  @OperationsPerInvocation(SPIKES)
  public int[] addRows() {
    loops.addRows(sums, 0, weights, columns, spikes, 0, 0, spikes.count);
    return sums;
  }
}
