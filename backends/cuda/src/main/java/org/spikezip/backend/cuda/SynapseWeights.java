package org.spikezip.backend.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.backend.cuda.driver.Argument;
import org.spikezip.backend.cuda.driver.Driver;
import org.spikezip.backend.cuda.driver.Memory;
import org.spikezip.ir.CodeRange;
import org.spikezip.ir.Tensor;

/** The constants of all synapses on the device, shared by all plans. Thread-safe. */
final class SynapseWeights implements AutoCloseable {
  /**
   * The constants of one synapse.
   *
   * @param narrow whether codes and weights are bytes and all sums fit into 32 bits; else weights
   *     have 32 bits and sums 64
   * @param weights {@code [K, N]}
   * @param scale {@code [N]}
   * @param bias {@code [N]}
   */
  record Constants(boolean narrow, int k, int n, Memory weights, Memory scale, Memory bias) {
    static Argument pointer(Memory memory) {
      return new Argument.Pointer(memory);
    }
  }

  private final Driver driver;
  private final Map<Integer, Constants> byNode = new HashMap<>();
  private final List<Memory> allocated = new ArrayList<>();

  SynapseWeights(Driver driver) {
    this.driver = driver;
  }

  /**
   * The constants of a node; the first call puts them on the device.
   *
   * @param bias an empty array for none
   * @param range of the codes
   */
  synchronized Constants of(
      int node, Tensor weights, float[] scale, float[] bias, CodeRange range, HostBytes host) {
    Constants known = byNode.get(node);
    if (known != null) {
      return known;
    }
    int k = weights.dim(0);
    int n = weights.dim(1);
    int[] values = weights.ints();
    boolean narrow =
        CodeCell.bytes(range) == 1
            && Arrays.stream(values).allMatch(w -> w == (byte) w)
            && largestSum(values, n, range.magnitude()) <= Integer.MAX_VALUE;
    Memory onDevice = allocate(narrow ? values.length : 4L * values.length);
    if (narrow) {
      host.write(onDevice, bytes(values));
    } else {
      host.write(onDevice, values);
    }
    // Adding −0 changes no float, not even −0.
    float[] added = bias.length > 0 ? bias : filled(n, -0f);
    Constants made = new Constants(narrow, k, n, onDevice, allocate(4L * n), allocate(4L * n));
    host.write(made.scale(), scale);
    host.write(made.bias(), added);
    byNode.put(node, made);
    return made;
  }

  private Memory allocate(long bytes) {
    Memory memory = driver.allocate(Math.max(16, bytes));
    allocated.add(memory);
    return memory;
  }

  private static float[] filled(int n, float value) {
    float[] array = new float[n];
    Arrays.fill(array, value);
    return array;
  }

  private static byte[] bytes(int[] values) {
    byte[] narrow = new byte[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (byte) values[i];
    }
    return narrow;
  }

  private static long largestSum(int[] weights, int columns, int magnitude) {
    long[] sums = new long[columns];
    for (int i = 0; i < weights.length; i++) {
      sums[i % columns] += Math.abs((long) weights[i]) * magnitude;
    }
    return Arrays.stream(sums).max().orElse(0);
  }

  @Override
  public synchronized void close() {
    List<Runnable> work = new ArrayList<>();
    allocated.forEach(memory -> work.add(() -> driver.free(memory)));
    allocated.clear();
    byNode.clear();
    Cleanup.all(work);
  }
}
