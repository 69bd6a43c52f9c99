/**
 * Reads ONNX files: finds out whether a file is one, reads it with bounds on everything, and gives
 * the graph and the model in its own runtime.
 *
 * <p>How single operators become canonical ones is in {@code importer}; how ONNX Runtime is called
 * is in {@code runtime}; the messages of the format are in {@code proto}, generated.
 */
package org.spikezip.frontend.onnx;
