package org.spikezip.backend.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.spikezip.backend.cuda.driver.Driver;
import org.spikezip.backend.cuda.driver.Kernel;

/** The kernels of src/main/cuda, loaded on a device. */
final class Kernels implements AutoCloseable {
  private static final String PTX = "spikezip.ptx";

  private final Driver driver;
  private final long module;
  private final Map<String, Kernel> kernels = new ConcurrentHashMap<>();

  Kernels(Driver driver) {
    this.driver = driver;
    module = driver.load(ptx());
  }

  private static byte[] ptx() {
    try (InputStream in = Kernels.class.getResourceAsStream(PTX)) {
      if (in == null) {
        throw new IllegalStateException(PTX + " is missing in the jar of this backend");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Kernel named(String name) {
    return kernels.computeIfAbsent(name, n -> driver.kernel(module, n));
  }

  @Override
  public void close() {
    driver.unload(module);
  }
}
