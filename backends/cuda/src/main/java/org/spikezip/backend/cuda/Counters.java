package org.spikezip.backend.cuda;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.spikezip.backend.cuda.driver.Argument;
import org.spikezip.backend.cuda.driver.Driver;

/**
 * How many events every cell of codes had, for each sample: 64 bits each, the samples of a cell
 * together. And how many synaptic operations one of them causes.
 */
final class Counters {
  private final Region region;
  private final int samples;
  private final List<Long> operations = new ArrayList<>();
  private ByteBuffer bytes;

  Counters(PlanMemory memory) {
    samples = memory.samples();
    region = memory.perSample("events by cell", 0);
  }

  /** A counter for one more cell. */
  int add() {
    region.grow(Long.BYTES);
    operations.add(0L);
    return operations.size() - 1;
  }

  /** Each event of the cell causes so many operations more. */
  void causes(CodeCell cell, long more) {
    operations.set(cell.counter(), operations.get(cell.counter()) + more);
  }

  void allocate(HostBytes host) {
    bytes = host.buffer(region.bytes(samples));
  }

  Argument.Pointer pointer(CodeCell cell) {
    long size = (long) Long.BYTES * samples;
    return new Argument.Pointer(region.memory().slice(cell.counter() * size, size));
  }

  void reset(Driver driver, long stream) {
    driver.clear(region.memory(), 0, stream);
  }

  /** Brings them; valid once the stream is there. */
  void fetch(Driver driver, long stream) {
    driver.download(region.memory(), bytes, stream);
  }

  /** Synaptic operations that the events of a sample caused. */
  long synapticOperations(int sample) {
    long sum = 0;
    for (int i = 0; i < operations.size(); i++) {
      sum += operations.get(i) * bytes.getLong(Long.BYTES * (i * samples + sample));
    }
    return sum;
  }
}
