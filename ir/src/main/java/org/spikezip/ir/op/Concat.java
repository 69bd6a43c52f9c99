package org.spikezip.ir.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.CodeRange;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;

/** Puts values one after the other along an axis. Source: ONNX Concat-13. */
public record Concat(int axis) implements Op {
  static Concat read(Attributes attributes) {
    return new Concat(attributes.whole("axis"));
  }

  @Override
  public String name() {
    return "concat";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("axis", axis);
  }

  @Override
  public OpClass opClass() {
    return OpClass.ROUTE;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    if (inputs.isEmpty()) {
      throw Infer.error("takes at least one input");
    }
    Fact first = inputs.get(0);
    Optional<CodeRange> codes = first.codes();
    for (Fact input : inputs) {
      Infer.sameType(first, input);
      if (input.isCodes() != first.isCodes()) {
        throw Infer.error("cannot mix codes and numbers: " + first + " and " + input);
      }
      codes = codes.map(c -> c.union(input.codes().get()));
    }
    Fact fact = new Fact(first.type(), shape(inputs), Optional.empty(), codes);
    boolean vector = inputs.stream().allMatch(i -> i.elements().isPresent());
    return List.of(
        vector
            ? fact.withElements(inputs.stream().flatMap(i -> i.elements().get().stream()).toList())
            : fact);
  }

  private Shape shape(List<Fact> inputs) {
    if (inputs.stream().anyMatch(i -> !i.shape().known())) {
      return inputs.stream()
          .filter(i -> i.shape().known())
          .findFirst()
          .map(i -> Shape.of(i.shape().dims().stream().map(d -> Dim.UNKNOWN).toList()))
          .orElse(Shape.UNKNOWN);
    }
    Shape first = inputs.get(0).shape();
    List<Dim> dims = new ArrayList<>(first.dims());
    int along = first.axis(axis);
    for (Fact input : inputs.subList(1, inputs.size())) {
      if (input.shape().rank() != first.rank()) {
        throw Infer.error("cannot put " + input + " after " + inputs.get(0));
      }
      for (int i = 0; i < dims.size(); i++) {
        Dim dim = input.shape().dim(i);
        if (i == along) {
          dims.set(i, dims.get(i).plus(dim));
        } else if (!dims.get(i).compatible(dim)) {
          throw Infer.error(
              "cannot put " + input + " after " + inputs.get(0) + " along axis " + axis);
        } else if (!dims.get(i).isFixed()) {
          dims.set(i, dim);
        }
      }
    }
    return Shape.of(dims);
  }
}
