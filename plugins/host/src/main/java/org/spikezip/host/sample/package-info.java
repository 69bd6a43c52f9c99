/** Data made up for models of which there is none. */
package org.spikezip.host.sample;
