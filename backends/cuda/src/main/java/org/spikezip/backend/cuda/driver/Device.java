package org.spikezip.backend.cuda.driver;

/**
 * A device and its driver.
 *
 * @param name as the driver calls it
 * @param major of the compute capability
 * @param minor of the compute capability
 * @param multiprocessors how many
 * @param memory in bytes
 * @param driverVersion of CUDA that the driver supports, 1000·major + 10·minor
 */
public record Device(
    String name, int major, int minor, int multiprocessors, long memory, int driverVersion) {
  /** One line for people. */
  public String describe() {
    return String.format(
        "%s, compute capability %d.%d, %.1f GiB, driver for CUDA %s",
        name, major, minor, memory / (double) (1L << 30), version(driverVersion));
  }

  /** {@code 13000} as {@code 13.0}. */
  public static String version(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }
}
