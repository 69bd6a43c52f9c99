/**
 * The compiler as a library: {@link org.spikezip.host.Spikezip} is the way in, and the only place
 * where Guice wires anything.
 *
 * <p>Finding plugins is in {@code plugin}, opening models in {@code model}, running passes in
 * {@code compile}, choosing backends in {@code run}, proofs on data in {@code verify}, made-up data
 * in {@code sample}. No frontend, pass or backend lives here, and none is known by name.
 */
package org.spikezip.host;
