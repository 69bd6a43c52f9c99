/**
 * The node cases of the ONNX project, a model of one operator each with inputs and expected
 * outputs, as a ratchet: what passed once must pass for ever.
 */
package org.spikezip.integration.node;
