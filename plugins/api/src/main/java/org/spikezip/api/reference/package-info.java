/**
 * The dense, simple evaluation of a graph: the definition of every operator, and with it of the
 * quantized network that a spiking network must equal.
 *
 * <p>{@link org.spikezip.api.reference.ReferenceEvaluator} evaluates; {@link
 * org.spikezip.api.reference.RouteMap} says where routes move elements. Every operator is defined
 * in one of the files by family, {@code Definitions} lists them all. Shapes before anything runs
 * are not here but in the operators' own inference.
 *
 * <p>It is written to be read and to be right, not to be fast, and shares nothing with event-driven
 * engines but the float functions and where routes move elements.
 */
package org.spikezip.api.reference;
