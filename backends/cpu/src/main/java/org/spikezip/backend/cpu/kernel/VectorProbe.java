package org.spikezip.backend.cpu.kernel;

import java.util.Optional;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * Looks once whether the vector kernels can be loaded; they are named by text so that nothing links
 * to them without the module.
 */
final class VectorProbe {
  private static final String IMPLEMENTATION = "org.spikezip.backend.cpu.vector.VectorKernels";
  private static final Optional<Kernels> FOUND = probe();

  private VectorProbe() {}

  static Optional<Kernels> find() {
    return FOUND;
  }

  private static Optional<Kernels> probe() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Class.forName(IMPLEMENTATION)
              .asSubclass(Kernels.class)
              .getDeclaredConstructor()
              .newInstance());
    } catch (ReflectiveOperationException e) {
      throw new SpikezipException(ErrorCode.INTERNAL, "cannot load " + IMPLEMENTATION, "", e);
    }
  }
}
