package org.spikezip.backend.cuda;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.spikezip.backend.cuda.driver.Driver;
import org.spikezip.backend.cuda.driver.Memory;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** All device memory of a plan: first counted, then allocated once. */
final class PlanMemory implements AutoCloseable {
  private final Driver driver;
  private final int samples;
  private final List<Region> regions = new ArrayList<>();
  private final Map<Region, BiConsumer<HostBytes, Memory>> contents = new LinkedHashMap<>();
  private final List<Memory> allocated = new ArrayList<>();

  PlanMemory(Driver driver, int samples) {
    this.driver = driver;
    this.samples = samples;
  }

  int samples() {
    return samples;
  }

  /** Memory of which every sample has its own. */
  Region perSample(String what, long bytes) {
    return add(new Region(what, bytes, true));
  }

  /** Memory that all samples share. */
  Region shared(String what, long bytes) {
    return add(new Region(what, bytes, false));
  }

  /** Numbers that never change. */
  Region constant(String what, int[] values) {
    Region region = shared(what, 4L * values.length);
    contents.put(region, (host, memory) -> host.write(memory, values));
    return region;
  }

  /** Numbers that never change. */
  Region constant(String what, float[] values) {
    Region region = shared(what, 4L * values.length);
    contents.put(region, (host, memory) -> host.write(memory, values));
    return region;
  }

  /** Numbers that never change. */
  Region constant(String what, byte[] values) {
    Region region = shared(what, values.length);
    contents.put(region, (host, memory) -> host.write(memory, values));
    return region;
  }

  private Region add(Region region) {
    regions.add(region);
    return region;
  }

  private long bytes(int count) {
    return regions.stream().mapToLong(region -> region.bytes(count)).sum();
  }

  /**
   * Allocates all of it, and writes the constants.
   *
   * @throws SpikezipException UNAVAILABLE if there is not so much left: how much is needed, how
   *     much is free, how many samples at once would fit
   */
  void allocate(HostBytes host) {
    long needed = bytes(samples);
    long free = driver.freeMemory();
    if (needed > free) {
      throw tooLarge(needed, free);
    }
    for (Region region : regions) {
      Memory memory;
      try {
        memory = driver.allocate(region.bytes(samples));
      } catch (SpikezipException e) {
        throw e.code() == ErrorCode.UNAVAILABLE && driver.freeMemory() < needed
            ? tooLarge(needed, free)
            : e;
      }
      allocated.add(memory);
      region.place(memory);
    }
    contents.forEach((region, content) -> content.accept(host, region.memory()));
    contents.clear();
  }

  private SpikezipException tooLarge(long needed, long free) {
    int most = samples;
    int fits = 0;
    while (most - fits > 1) {
      int middle = (fits + most) >>> 1;
      if (bytes(middle) <= free) {
        fits = middle;
      } else {
        most = middle;
      }
    }
    return new SpikezipException(
        ErrorCode.UNAVAILABLE,
        String.format(
            "%d sample%s at once need %s of device memory, %s are free",
            samples, samples == 1 ? "" : "s", mebibytes(needed), mebibytes(free)),
        fits > 0
            ? "the largest batch that fits is " + fits
            : "take a card with more memory, or run with --backend cpu");
  }

  private static String mebibytes(long bytes) {
    return String.format("%,d MiB", (bytes + (1 << 20) - 1) >> 20);
  }

  @Override
  public void close() {
    List<Runnable> work = new ArrayList<>();
    allocated.forEach(memory -> work.add(() -> driver.free(memory)));
    allocated.clear();
    Cleanup.all(work);
  }
}
