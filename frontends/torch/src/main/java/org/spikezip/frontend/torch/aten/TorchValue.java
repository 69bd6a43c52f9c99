package org.spikezip.frontend.torch.aten;

import org.spikezip.ir.Value;

/**
 * A tensor that the network computes.
 *
 * @param value what makes it in our graph; its fact tells element type and shape
 */
public record TorchValue(Value value) {}
