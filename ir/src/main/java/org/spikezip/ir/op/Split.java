package org.spikezip.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;

/**
 * Cuts a value along an axis into parts of these sizes, one output each. Source: ONNX Split-18 with
 * constant sizes.
 */
public record Split(int axis, List<Integer> sizes) implements Op {
  public Split {
    sizes = List.copyOf(sizes);
  }

  static Split read(Attributes attributes) {
    return new Split(attributes.whole("axis"), attributes.wholes("sizes"));
  }

  @Override
  public String name() {
    return "split";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("axis", axis).with("sizes", sizes);
  }

  @Override
  public OpClass opClass() {
    return OpClass.ROUTE;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 1, 1);
    Fact x = inputs.get(0);
    List<Fact> parts = new ArrayList<>();
    for (int size : sizes) {
      if (!x.shape().known()) {
        parts.add(x.withShape(Shape.UNKNOWN));
        continue;
      }
      List<Dim> dims = new ArrayList<>(x.shape().dims());
      dims.set(x.shape().axis(axis), Dim.of(size));
      parts.add(x.withShape(Shape.of(dims)));
    }
    Dim total = Dim.of(sizes.stream().mapToInt(Integer::intValue).sum());
    if (x.shape().known() && !x.shape().dim(axis).compatible(total)) {
      throw Infer.error("parts of " + sizes + " do not make up axis " + axis + " of " + x);
    }
    return parts;
  }
}
