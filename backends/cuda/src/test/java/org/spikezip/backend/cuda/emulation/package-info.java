/** The kernels' sources on the host, by way of {@code src/main/cuda/emulation}. */
package org.spikezip.backend.cuda.emulation;
