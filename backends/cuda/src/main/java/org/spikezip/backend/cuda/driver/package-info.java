/**
 * What the backend needs of a device: memory, copies, streams, launches, captured graphs. {@code
 * CudaDriver} is the real one, through {@code libcuda}; nothing here knows networks.
 */
package org.spikezip.backend.cuda.driver;
