package org.spikezip.backend.cuda.driver;

/**
 * A kernel of a loaded module.
 *
 * @param name in the source
 * @param handle the driver's
 */
public record Kernel(String name, long handle) {}
