package org.spikezip.frontend.torch.script;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A module or another object of the model, with its attributes. */
final class ScriptObject {
  private final String className;
  private final Map<String, Object> attributes = new LinkedHashMap<>();
  private String path = "";

  /**
   * @param className with its module, such as {@code __torch__.torch.nn.modules.linear.Linear}
   */
  ScriptObject(String className) {
    this.className = className;
  }

  String className() {
    return className;
  }

  /** The way to it from the model, such as {@code encoder.layer.0}; empty for the model. */
  String path() {
    return path;
  }

  Map<String, Object> attributes() {
    return Collections.unmodifiableMap(attributes);
  }

  void set(String name, Object value) {
    attributes.put(name, value);
  }

  /** Tells this object, and those below that have none yet, their paths. */
  void place(String here) {
    path = here;
    attributes.forEach(
        (name, value) -> {
          if (value instanceof ScriptObject child && child.path.isEmpty()) {
            child.place(here.isEmpty() ? name : here + "." + name);
          }
        });
  }
}
