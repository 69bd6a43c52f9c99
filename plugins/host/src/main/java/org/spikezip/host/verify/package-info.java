/**
 * Proofs on data: the spiking network against its quantized network (E1), the source model (E3) and
 * the float model. The dense evaluation is {@code org.spikezip.api.reference}; nothing here shares
 * code with an event-driven engine.
 */
package org.spikezip.host.verify;
