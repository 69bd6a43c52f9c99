/** Stand-ins for what plugins offer, and ways to make plugins for a test. */
package org.spikezip.host.fake;
