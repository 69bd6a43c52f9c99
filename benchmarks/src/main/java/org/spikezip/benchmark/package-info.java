/** Measurements of inner loops by JMH. Nothing here is part of the product. */
package org.spikezip.benchmark;
