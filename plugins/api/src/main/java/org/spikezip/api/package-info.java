/**
 * All that a plugin needs: what a {@link org.spikezip.api.Plugin} offers ({@link
 * org.spikezip.api.Frontend}, {@link org.spikezip.api.Pass}, {@link org.spikezip.api.Backend}) and
 * what it is given.
 *
 * <p>The float functions that every backend must reproduce are in {@code function}, the dense
 * evaluation of a graph in {@code reference}. No type of Guice, ProtoBuf or ONNX Runtime stands in
 * a public signature here.
 */
package org.spikezip.api;
