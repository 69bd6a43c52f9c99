package org.spikezip.host.schedule;

import org.spikezip.api.Schedule;

/**
 * What a schedule took for some samples.
 *
 * @param steps the largest number of steps to rest
 * @param spikesPerNeuron events
 * @param synapticOperations of all samples
 * @param seconds of all samples, one after the other
 */
public record Trial(
    Schedule schedule,
    int steps,
    double spikesPerNeuron,
    long synapticOperations,
    double seconds) {}
