package org.spikezip.frontend.torch.script;

import java.util.ArrayList;
import java.util.List;

/**
 * A class of the code as a value.
 *
 * @param name qualified
 */
record ScriptClass(String name, ClassDefinition definition) {
  /** A NamedTuple of these elements; other classes are never made by what is compiled. */
  TupleValue make(List<Object> elements, Frame frame, int line) {
    List<String> fields = new ArrayList<>(definition.fields().keySet());
    if (!definition.base().equals("NamedTuple") || fields.size() != elements.size()) {
      throw frame.unsupported(
          line,
          "makes an object of class " + name,
          "let the model's forward use modules, tensors, tuples, lists and dicts only");
    }
    return new TupleValue(elements, fields);
  }
}
