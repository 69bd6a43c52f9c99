/**
 * From the graph as a frontend read it to the canonical one: constants folded, shapes bound, shape
 * arithmetic gone where it is decided, and what exporters took apart (normalizations, activations,
 * softmax, convolutions as matrix products) put together again.
 *
 * <p>One rule is one file. Every rule keeps the numbers: up to float rounding where the order of
 * operations changes, and exactly everywhere else. Nothing here looks at quantization but to leave
 * integer weights as they are.
 */
package org.spikezip.pass.canonicalize;
