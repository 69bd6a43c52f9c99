/**
 * Calls ONNX Runtime: sessions, tensors in and out, errors in our words.
 *
 * <p>Shared by the frontend, which runs models as they came, and the ONNX backend, which runs
 * graphs. Nothing here knows the graph IR beyond tensors and facts.
 */
package org.spikezip.frontend.onnx.runtime;
