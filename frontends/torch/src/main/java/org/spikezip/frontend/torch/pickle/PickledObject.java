package org.spikezip.frontend.torch.pickle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pickle asks to be made by calling something: kept as written, never made. Identity counts,
 * since a pickle refers to one object from many places.
 */
public final class PickledObject {
  private final Global callee;
  private final List<Object> arguments;
  private final Map<Object, Object> entries = new LinkedHashMap<>();
  private Object state;

  PickledObject(Global callee, List<Object> arguments) {
    this.callee = callee;
    this.arguments = arguments;
  }

  public Global callee() {
    return callee;
  }

  public List<Object> arguments() {
    return arguments;
  }

  /** What the object shall be filled with, if the pickle says so. */
  public Optional<Object> state() {
    return Optional.ofNullable(state);
  }

  /** What was put into it by key, if it is some kind of dict. */
  public Map<Object, Object> entries() {
    return entries;
  }

  void build(Object content) {
    state = content;
  }
}
