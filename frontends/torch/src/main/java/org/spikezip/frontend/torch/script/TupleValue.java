package org.spikezip.frontend.torch.script;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A tuple.
 *
 * @param fields names of its elements; empty unless it is a NamedTuple
 */
record TupleValue(List<Object> elements, List<String> fields) {
  TupleValue {
    elements = Collections.unmodifiableList(new ArrayList<>(elements));
    fields = List.copyOf(fields);
  }

  static TupleValue of(List<Object> elements) {
    return new TupleValue(elements, List.of());
  }
}
