package org.spikezip.frontend.torch.aten;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One call of an operator.
 *
 * @param name operator with its namespace, such as {@code aten::linear}
 * @param overload such as {@code Tensor}; empty for the default one
 * @param arguments in the order of the schema, defaults filled in; null for None
 * @param label name for the node that makes the first result, from the source where it has one
 * @param where where in the model's code this call stands, for messages
 */
public record AtenCall(
    String name, String overload, List<Object> arguments, String label, String where) {
  public AtenCall {
    arguments = Collections.unmodifiableList(new ArrayList<>(arguments));
  }
}
