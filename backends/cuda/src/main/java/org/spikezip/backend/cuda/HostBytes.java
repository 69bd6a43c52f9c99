package org.spikezip.backend.cuda;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.spikezip.backend.cuda.driver.Driver;
import org.spikezip.backend.cuda.driver.Memory;

/** Copies between arrays and the device, through host memory that is kept until closed. */
final class HostBytes implements AutoCloseable {
  private final Driver driver;
  private final long stream;
  private final List<ByteBuffer> buffers = new ArrayList<>();

  HostBytes(Driver driver, long stream) {
    this.driver = driver;
    this.stream = stream;
  }

  /** Host memory of that size. */
  ByteBuffer buffer(long bytes) {
    ByteBuffer buffer = driver.allocateHost(Math.toIntExact(bytes));
    buffers.add(buffer);
    return buffer;
  }

  /** Writes a constant to the device, once. */
  void write(Memory to, int bytes, java.util.function.Consumer<ByteBuffer> writer) {
    ByteBuffer buffer = driver.allocateHost(bytes);
    try {
      writer.accept(buffer);
      buffer.rewind();
      driver.upload(buffer, to.slice(0, bytes), stream);
      driver.synchronize(stream);
    } finally {
      driver.freeHost(buffer);
    }
  }

  void write(Memory to, float[] values) {
    if (values.length > 0) {
      write(to, 4 * values.length, buffer -> buffer.asFloatBuffer().put(values));
    }
  }

  void write(Memory to, int[] values) {
    if (values.length > 0) {
      write(to, 4 * values.length, buffer -> buffer.asIntBuffer().put(values));
    }
  }

  void write(Memory to, byte[] values) {
    if (values.length > 0) {
      write(to, values.length, buffer -> buffer.put(values));
    }
  }

  @Override
  public void close() {
    List<Runnable> work = new ArrayList<>();
    buffers.forEach(buffer -> work.add(() -> driver.freeHost(buffer)));
    buffers.clear();
    Cleanup.all(work);
  }
}
