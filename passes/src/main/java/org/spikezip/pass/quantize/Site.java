package org.spikezip.pass.quantize;

import org.spikezip.ir.Value;

/**
 * A place for a quantizer. Products that take the same value with the same groupings share it.
 *
 * @param value what is quantized
 * @param thresholds which elements share a threshold and a range
 * @param resting which elements share a resting code; refines {@code thresholds}
 * @param probability whether it comes out of a softmax, so lies in 0..1
 */
record Site(Value value, Grouping thresholds, Grouping resting, boolean probability) {}
