package org.spikezip.ir.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;

/**
 * Takes from the second input where the first is true, else from the third; all three broadcast.
 * Source: ONNX Where-16.
 */
public record Where() implements Op {
  static Where read(Attributes attributes) {
    return new Where();
  }

  @Override
  public String name() {
    return "where";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public OpClass opClass() {
    return OpClass.DIFFERENTIAL;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 3, 3);
    Infer.type(inputs.get(0), ElementType.BOOL, "the condition");
    Infer.sameType(inputs.get(1), inputs.get(2));
    Shape shape = Infer.broadcast(inputs.get(1).shape(), inputs.get(2).shape());
    Fact fact = Fact.of(inputs.get(1).type(), Infer.broadcast(inputs.get(0).shape(), shape));
    return List.of(elements(inputs).map(fact::withElements).orElse(fact));
  }

  /** Of vectors as long as the condition, where all of it is decided. */
  private static Optional<List<Dim>> elements(List<Fact> inputs) {
    if (inputs.stream().anyMatch(f -> f.elements().isEmpty())) {
      return Optional.empty();
    }
    List<Dim> condition = inputs.get(0).elements().get();
    List<Dim> result = new ArrayList<>();
    for (int i = 0; i < condition.size(); i++) {
      List<Dim> taken = inputs.get(condition.get(i).equals(Dim.of(0)) ? 2 : 1).elements().get();
      if (!condition.get(i).isFixed() || taken.size() != condition.size()) {
        return Optional.empty();
      }
      result.add(taken.get(i));
    }
    return Optional.of(result);
  }
}
