package org.spikezip.frontend.torch.aten;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * The declaration of one overload of an operator.
 *
 * @param name such as {@code aten::add}
 * @param overload such as {@code Tensor}, or empty
 * @param results how many it has
 * @param listResult whether its one result is a list
 */
public record Schema(
    String name, String overload, List<Parameter> parameters, int results, boolean listResult) {
  /**
   * One parameter.
   *
   * @param type as torch writes it, such as {@code Tensor?} or {@code SymInt[2]}
   * @param required whether there is no default
   * @param otherwise the default; null for None
   * @param keywordOnly whether it can only be given by name
   */
  public record Parameter(
      String name, String type, boolean required, Object otherwise, boolean keywordOnly) {}

  public Schema {
    parameters = List.copyOf(parameters);
  }

  /** {@code aten::add.Tensor} */
  @Override
  public String toString() {
    return overload.isEmpty() ? name : name + "." + overload;
  }

  /**
   * One argument for each parameter: those given by position, those given by name, then defaults.
   * Empty if they do not fit in number or names.
   */
  public Optional<List<Object>> bind(List<Object> positional, Map<String, Object> named) {
    List<Object> bound = new ArrayList<>();
    int used = 0;
    for (Parameter parameter : parameters) {
      if (bound.size() < positional.size() && !parameter.keywordOnly()) {
        bound.add(positional.get(bound.size()));
      } else if (named.containsKey(parameter.name())) {
        bound.add(named.get(parameter.name()));
        used++;
      } else if (parameter.required()) {
        return Optional.empty();
      } else {
        bound.add(parameter.otherwise());
      }
    }
    long places = parameters.stream().filter(p -> !p.keywordOnly()).count();
    boolean all = used == named.size() && positional.size() <= places;
    return all ? Optional.of(Collections.unmodifiableList(bound)) : Optional.empty();
  }

  /** As {@link #bind}, or an error that says what is missing or unknown. */
  public List<Object> require(List<Object> positional, Map<String, Object> named) {
    return bind(positional, named)
        .orElseThrow(
            () ->
                new SpikezipException(
                    ErrorCode.MALFORMED,
                    this
                        + " takes "
                        + parameters.stream().map(Parameter::name).toList()
                        + ", found "
                        + positional.size()
                        + " arguments by position and "
                        + named.keySet()));
  }
}
