/**
 * From the canonical float graph to the quantized network: quantizers and integer products.
 *
 * <p>Rules ({@link org.spikezip.pass.quantize.LowerQLinear}, {@link
 * org.spikezip.pass.quantize.LowerMatMulInteger}) take apart what computes on integers. What a
 * model brings along is recognized ({@link org.spikezip.pass.quantize.SourceRewrite}). For the
 * rest, {@link org.spikezip.pass.quantize.Placement} says where quantizers go, {@link
 * org.spikezip.pass.quantize.Calibration} watches those values on data, the steps of a {@link
 * org.spikezip.pass.quantize.Recipe} decide thresholds, resting codes and integer weights in a
 * {@link org.spikezip.pass.quantize.Plan}, and {@link org.spikezip.pass.quantize.ProductRewrite}
 * writes the decisions into the graph.
 *
 * <p>A new way to choose numbers is a new {@link org.spikezip.pass.quantize.Step}. Nothing here
 * undoes exporter patterns (canonicalize does) or knows of time and spikes (spike does).
 */
package org.spikezip.pass.quantize;
