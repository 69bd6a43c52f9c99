/** The float functions of kernels, run on the host, against those of org.spikezip.api.function. */
package org.spikezip.backend.cuda.functions;
