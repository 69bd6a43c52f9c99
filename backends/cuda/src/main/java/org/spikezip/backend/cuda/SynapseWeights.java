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
   * @param rows weights {@code [K, N]}
   * @param columns weights {@code [N, K]} if narrow, else none
   * @param scale {@code [N]}
   * @param bias {@code [N]}
   */
  record Constants(
      boolean narrow,
      int k,
      int n,
      Argument rows,
      Argument columns,
      Argument scale,
      Argument bias) {}

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
    // Adding −0 changes no float, not even −0.
    float[] added = bias.length > 0 ? bias : filled(n, -0f);
    Constants made =
        new Constants(
            narrow,
            k,
            n,
            narrow ? bytes(values, host) : ints(values, host),
            narrow ? bytes(transposed(values, k, n), host) : Argument.Pointer.NULL,
            floats(scale, host),
            floats(added, host));
    byNode.put(node, made);
    return made;
  }

  private Argument bytes(int[] values, HostBytes host) {
    byte[] narrow = new byte[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (byte) values[i];
    }
    Memory memory = allocate(narrow.length);
    host.write(memory, narrow);
    return new Argument.Pointer(memory);
  }

  private Argument ints(int[] values, HostBytes host) {
    Memory memory = allocate(4L * values.length);
    host.write(memory, values);
    return new Argument.Pointer(memory);
  }

  private Argument floats(float[] values, HostBytes host) {
    Memory memory = allocate(4L * values.length);
    host.write(memory, values);
    return new Argument.Pointer(memory);
  }

  private static int[] transposed(int[] values, int k, int n) {
    int[] columns = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      columns[i % n * k + i / n] = values[i];
    }
    return columns;
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
