/**
 * The kernels in {@code jdk.incubator.vector}. Nothing else names classes of this package, so that
 * it need not load.
 */
package org.spikezip.backend.cpu.vector;
