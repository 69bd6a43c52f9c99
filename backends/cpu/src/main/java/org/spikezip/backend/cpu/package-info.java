/**
 * The event-driven engine. A {@link org.spikezip.backend.cpu.Plan} holds, for fixed input shapes,
 * one {@link org.spikezip.backend.cpu.Unit} for every node that spikes can reach, in topological
 * order. At each step a unit takes the spikes that arrived and computes again those rows whose
 * input changed, and no others.
 *
 * <p>State is integer: tracers, and sums of weights times tracers. Every float is computed from it
 * anew. Loops that matter are in {@code kernel}, with vector twins in {@code vector}.
 */
package org.spikezip.backend.cpu;
