/**
 * Writes graphs as ONNX models, to run float graphs in ONNX Runtime and to export spiking networks.
 *
 * <p>{@code OnnxWriter} decides names, weights and opset, the {@code …Emitters} know one family of
 * operators each, {@code Exact…} writes float functions so that every runtime gives our bits. Forms
 * of spiking networks are {@code StepModel}, {@code LoopModel} and {@code QdqModel};
 * docs/exports.md tells what they promise. How ONNX Runtime is called lives with the ONNX frontend.
 */
package org.spikezip.backend.onnx;
