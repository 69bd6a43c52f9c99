package org.spikezip.frontend.torch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.api.InputShape;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;

/** What the caller says of inputs, as facts; floats where no type is given. */
final class InputFacts {
  private InputFacts() {}

  static Map<String, Fact> of(Optional<List<InputShape>> shapes) {
    Map<String, Fact> facts = new HashMap<>();
    for (InputShape shape : shapes.orElse(List.of())) {
      facts.put(
          shape.name(),
          Fact.of(shape.type().orElse(ElementType.F32), Shape.of(named(shape.dims()))));
    }
    return facts;
  }

  /** Open axes at the same place are taken to be of the same size. */
  private static List<Dim> named(List<Dim> dims) {
    List<Dim> named = new ArrayList<>();
    for (Dim dim : dims) {
      String symbol = named.isEmpty() ? "batch" : "axis" + named.size();
      named.add(dim.isFixed() ? dim : Dim.symbol(symbol));
    }
    return named;
  }
}
