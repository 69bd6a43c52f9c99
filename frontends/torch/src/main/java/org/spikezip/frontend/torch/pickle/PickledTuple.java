package org.spikezip.frontend.torch.pickle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A tuple; lists are plain {@link List}s.
 *
 * @param elements in order; null for None
 */
public record PickledTuple(List<Object> elements) {
  public PickledTuple {
    elements = Collections.unmodifiableList(new ArrayList<>(elements));
  }
}
