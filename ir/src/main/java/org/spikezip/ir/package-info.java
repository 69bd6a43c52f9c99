/**
 * The graph: immutable values that everything else reads and rewrites.
 *
 * <p>Here live nodes, values, facts (types and shapes), tensors, attributes and the error family.
 * Operators are in {@code op}, rewriting in {@code rewrite}, the readable form in {@code text},
 * checks in {@code verify}, the {@code .snn} file in {@code artifact}. Nothing here evaluates an
 * operator, reads a model format or knows a backend.
 */
package org.spikezip.ir;
