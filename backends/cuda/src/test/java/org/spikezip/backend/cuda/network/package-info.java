/** Kernels of networks, one by one, on the host. */
package org.spikezip.backend.cuda.network;
