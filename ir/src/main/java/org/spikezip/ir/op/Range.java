package org.spikezip.ir.op;

import java.util.List;
import java.util.Optional;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;

/** Numbers from start to before limit by a step: three scalars. Source: ONNX Range-11. */
public record Range() implements Op {
  static Range read(Attributes attributes) {
    return new Range();
  }

  @Override
  public String name() {
    return "range";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public OpClass opClass() {
    return OpClass.ROUTE;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 3, 3);
    Infer.sameType(inputs.get(0), inputs.get(1));
    Infer.sameType(inputs.get(0), inputs.get(2));
    return List.of(Fact.of(inputs.get(0).type(), Shape.of(List.of(length(inputs)))));
  }

  private static Dim length(List<Fact> inputs) {
    Optional<Dim> start = scalar(inputs.get(0));
    Optional<Dim> limit = scalar(inputs.get(1));
    Optional<Dim> step = scalar(inputs.get(2));
    if (start.isEmpty() || limit.isEmpty() || step.isEmpty() || !step.get().isFixed()) {
      return Dim.UNKNOWN;
    }
    Dim span = limit.get().minus(start.get());
    long by = step.get().size();
    if (by == 1 && !span.isFixed()) {
      return span;
    }
    return span.isFixed() && by != 0
        ? Dim.of(Math.max(0, -Math.floorDiv(-span.size(), by)))
        : Dim.UNKNOWN;
  }

  private static Optional<Dim> scalar(Fact fact) {
    return fact.elements().filter(e -> e.size() == 1).map(e -> e.get(0));
  }
}
