/**
 * Runs spiking networks as a neuromorphic machine would: neurons and synapses on cores, spikes as
 * messages through a mesh, and an account of operations, energy, traffic and time. What the machine
 * is stands in a YAML file; docs/energy.md tells how things are counted.
 */
package org.spikezip.backend.simulator;
