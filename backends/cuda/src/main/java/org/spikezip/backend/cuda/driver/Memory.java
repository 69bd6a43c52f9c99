package org.spikezip.backend.cuda.driver;

/**
 * A range of device memory.
 *
 * @param address on the device
 * @param bytes how many
 */
public record Memory(long address, long bytes) {
  /** A part of it. */
  public Memory slice(long offset, long size) {
    if (offset < 0 || size < 0 || offset > bytes - size) {
      throw new IndexOutOfBoundsException(
          size + " bytes at " + offset + " of " + bytes + " bytes of device memory");
    }
    return new Memory(address + offset, size);
  }
}
