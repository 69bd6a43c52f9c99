package org.spikezip.backend.cuda.driver;

import java.util.List;

/**
 * A kernel and what it is started with.
 *
 * @param kernel from {@link Driver#kernel}
 * @param gridX blocks in x
 * @param gridY blocks in y
 * @param block threads of a block
 * @param shared dynamic shared memory of a block, in bytes
 * @param arguments in the kernel's order
 */
public record Launch(
    Kernel kernel, int gridX, int gridY, int block, int shared, List<Argument> arguments) {
  public Launch {
    arguments = List.copyOf(arguments);
  }
}
