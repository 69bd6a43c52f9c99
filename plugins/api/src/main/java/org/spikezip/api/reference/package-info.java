/**
 * The dense, simple evaluation of a graph: the definition of every operator, and with it of the
 * quantized network that a spiking network must equal.
 *
 * <p>It is written to be read and to be right, not to be fast, and shares nothing with event-driven
 * engines but the float functions.
 */
package org.spikezip.api.reference;
