/** Measures several ways to compute the same, in turn, in one process. */
package org.spikezip.host.bench;
