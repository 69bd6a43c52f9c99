package org.spikezip.pass.quantize;

import org.spikezip.ir.Tensor;

/**
 * What a synapse multiplies codes with.
 *
 * @param weights integers {@code [K,N]}
 * @param scale f32 {@code [N]}: what one unit of a column is worth
 */
record IntegerWeights(Tensor weights, Tensor scale) {}
