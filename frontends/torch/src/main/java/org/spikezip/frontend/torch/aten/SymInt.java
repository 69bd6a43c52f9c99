package org.spikezip.frontend.torch.aten;

import org.spikezip.ir.Dim;
import org.spikezip.ir.Value;

/**
 * An integer that depends on the shapes of the inputs. Integers that are known are {@code Long}.
 *
 * @param dim what is known of it
 * @param value the same as a scalar {@code i64[]} of our graph
 */
public record SymInt(Dim dim, Value value) {}
