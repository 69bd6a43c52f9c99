/**
 * From the quantized network to the spiking one: every quantizer becomes a neuron that knows its
 * resting code and its depth. Products on codes, thresholds and scales are those that quantize made
 * and stay as they are.
 */
package org.spikezip.pass.spike;
