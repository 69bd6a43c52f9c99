/**
 * Runs spiking networks on a graphics processor: a plan of buffers and kernel launches made from
 * the graph, and the run that replays it step by step. The driver's functions are in {@code
 * driver}; the kernels are CUDA C++ under {@code src/main/cuda}.
 */
package org.spikezip.backend.cuda;
