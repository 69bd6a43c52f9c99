package org.spikezip.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;

/**
 * Takes slices of the first input along an axis, at the indices that the second gives; negative
 * ones count from the end. Source: ONNX Gather-13.
 */
public record Gather(int axis) implements Op {
  static Gather read(Attributes attributes) {
    return new Gather(attributes.whole("axis"));
  }

  @Override
  public String name() {
    return "gather";
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
    Infer.arity(inputs, 2, 2);
    Fact x = inputs.get(0);
    Fact indices = inputs.get(1);
    if (!x.shape().known() || !indices.shape().known()) {
      return List.of(x.withShape(Shape.UNKNOWN));
    }
    int front = x.shape().axis(axis);
    List<Dim> dims = new ArrayList<>(x.shape().dims().subList(0, front));
    dims.addAll(indices.shape().dims());
    dims.addAll(x.shape().dims().subList(front + 1, x.shape().rank()));
    Fact fact = x.withShape(Shape.of(dims));
    if (x.elements().isEmpty() || Infer.numbers(indices).isEmpty()) {
      return List.of(fact);
    }
    List<Dim> all = x.elements().get();
    List<Dim> taken = new ArrayList<>();
    for (long i : Infer.numbers(indices).get()) {
      if (i >= all.size() || i < -all.size()) {
        throw Infer.error("index " + i + " is outside of " + x);
      }
      taken.add(all.get((int) (i < 0 ? i + all.size() : i)));
    }
    return List.of(fact.withElements(taken));
  }
}
