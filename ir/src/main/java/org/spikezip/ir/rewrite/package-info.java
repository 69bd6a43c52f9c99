/**
 * Changing a graph: a {@link org.spikezip.ir.rewrite.Rule} looks at one node and offers a {@link
 * org.spikezip.ir.rewrite.GraphPatch}; the {@link org.spikezip.ir.rewrite.Rewriter} applies rules
 * until none fires. Nobody mutates a graph or walks it by hand to change it.
 */
package org.spikezip.ir.rewrite;
