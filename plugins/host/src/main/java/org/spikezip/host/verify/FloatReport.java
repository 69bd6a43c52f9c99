package org.spikezip.host.verify;

/**
 * The spiking network against the float model.
 *
 * @param top1Agreement share of the rows of the first float output with the same largest element
 * @param meanCosine cosine between the first float outputs, flattened; mean over the samples
 */
public record FloatReport(double top1Agreement, double meanCosine) {}
