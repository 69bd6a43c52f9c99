/**
 * Writes graphs as ONNX models and runs them in ONNX Runtime.
 *
 * <p>{@code OnnxWriter} decides names, weights and opset, the {@code …Emitters} know one family of
 * operators each. How ONNX Runtime is called lives with the ONNX frontend.
 */
package org.spikezip.backend.onnx;
