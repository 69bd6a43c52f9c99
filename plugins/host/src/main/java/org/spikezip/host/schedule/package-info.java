/** Chooses a schedule for a network by measuring it on data. */
package org.spikezip.host.schedule;
