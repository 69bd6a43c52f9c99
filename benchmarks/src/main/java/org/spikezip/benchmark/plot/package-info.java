/** Draws what {@code spikezip bench --json} measured. */
package org.spikezip.benchmark.plot;
