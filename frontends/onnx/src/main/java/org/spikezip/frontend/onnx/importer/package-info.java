/**
 * From ONNX nodes to canonical ones: a table from operators to small converters, and what carries
 * every other operator along as it is.
 *
 * <p>Only what has an exact canonical composition is taken apart here; undoing what exporters took
 * apart is the work of the passes.
 */
package org.spikezip.frontend.onnx.importer;
