package org.spikezip.ir.op;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;

/**
 * Adds axes of size 1, at these places of the output. Source: ONNX Unsqueeze-13 with constant axes.
 */
public record Unsqueeze(List<Integer> axes) implements Op {
  public Unsqueeze {
    axes = List.copyOf(axes);
  }

  static Unsqueeze read(Attributes attributes) {
    return new Unsqueeze(attributes.wholes("axes"));
  }

  @Override
  public String name() {
    return "unsqueeze";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("axes", axes);
  }

  @Override
  public OpClass opClass() {
    return OpClass.ROUTE;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 1, 1);
    Fact x = inputs.get(0);
    if (!x.shape().known()) {
      return List.of(x);
    }
    int rank = Math.addExact(x.shape().rank(), axes.size());
    List<Integer> added = axes.stream().map(a -> a < 0 ? a + rank : a).toList();
    if (added.stream().distinct().filter(a -> a >= 0 && a < rank).count() != axes.size()) {
      throw Infer.error("cannot add axes " + axes + " to " + x);
    }
    Iterator<Dim> old = x.shape().dims().iterator();
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      dims.add(added.contains(i) ? Dim.of(1) : old.next());
    }
    Fact fact = x.withShape(Shape.of(dims));
    return List.of(
        rank <= 1 && x.elements().isPresent() ? fact.withElements(x.elements().get()) : fact);
  }
}
