package org.spikezip.backend.cuda;

import org.spikezip.backend.cuda.driver.Argument;
import org.spikezip.backend.cuda.driver.Memory;

/** Device memory that a plan will need; it has an address once the plan's memory is allocated. */
final class Region {
  private final String what;
  private long bytes;
  private final boolean perSample;
  private Memory memory;

  /**
   * A region.
   *
   * @param what it holds
   * @param bytes for one sample, or in all
   * @param perSample whether every sample has its own
   */
  Region(String what, long bytes, boolean perSample) {
    this.what = what;
    this.bytes = bytes;
    this.perSample = perSample;
  }

  /** How large it is for so many samples; never empty. */
  long bytes(int samples) {
    return Math.max(16, perSample ? Math.multiplyExact(bytes, (long) samples) : bytes);
  }

  /** Makes it larger; before it has memory. */
  void grow(long more) {
    if (memory != null) {
      throw new IllegalStateException(what + " has its memory already");
    }
    bytes += more;
  }

  boolean isPerSample() {
    return perSample;
  }

  void place(Memory at) {
    memory = at;
  }

  Memory memory() {
    if (memory == null) {
      throw new IllegalStateException(what + " has no memory");
    }
    return memory;
  }

  Argument.Pointer pointer() {
    return new Argument.Pointer(memory());
  }
}
