/** Runs passes in their order and verifies what they make. The passes themselves are plugins. */
package org.spikezip.host.compile;
