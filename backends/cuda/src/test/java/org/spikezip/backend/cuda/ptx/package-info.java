/** The compiled kernels that the module carries. */
package org.spikezip.backend.cuda.ptx;
