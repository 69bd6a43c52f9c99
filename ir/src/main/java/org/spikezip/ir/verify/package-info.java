/**
 * What must hold of a graph at its stage. {@link org.spikezip.ir.verify.GraphVerifier} runs before
 * and after every pass, and on every artifact that is written or read. Each rule is one small
 * {@code Checker}; nothing here changes a graph.
 */
package org.spikezip.ir.verify;
