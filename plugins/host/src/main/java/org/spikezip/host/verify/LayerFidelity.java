package org.spikezip.host.verify;

/**
 * How near what a layer of neurons sees in the quantized network comes to what the float model has
 * there.
 *
 * @param name of the layer of neurons
 * @param cosine between both, over all samples
 * @param snr power of the float values over that of the difference, in dB; infinite if they are
 *     equal
 */
public record LayerFidelity(String name, double cosine, double snr) {}
