package org.spikezip.frontend.torch.pickle;

/**
 * A reference to something outside of the pickle.
 *
 * @param id what identifies it, usually a {@link PickledTuple}
 */
public record PersistentId(Object id) {}
