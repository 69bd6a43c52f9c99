package org.spikezip.ir.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;

/**
 * Combines all elements along some axes. Source: the ONNX Reduce operators, version 18, with
 * constant axes.
 *
 * @param axes empty for all
 * @param keepDims whether reduced axes stay, of size 1
 */
public record Reduce(ReduceKind kind, List<Integer> axes, boolean keepDims) implements Op {
  public Reduce {
    axes = List.copyOf(axes);
  }

  static Reduce read(Attributes attributes) {
    return new Reduce(
        ReduceKind.valueOf(attributes.text("kind").toUpperCase(Locale.ROOT)),
        attributes.wholes("axes"),
        attributes.flag("keep_dims"));
  }

  @Override
  public String name() {
    return "reduce";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE
        .with("kind", kind.symbol())
        .with("axes", axes)
        .with("keep_dims", keepDims);
  }

  @Override
  public OpClass opClass() {
    return kind == ReduceKind.SUM || kind == ReduceKind.MEAN ? OpClass.SUM : OpClass.DIFFERENTIAL;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 1, 1);
    Fact x = inputs.get(0);
    if (!x.shape().known()) {
      return List.of(Fact.of(x.type(), Shape.UNKNOWN));
    }
    List<Integer> reduced = axes.stream().map(x.shape()::axis).toList();
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < x.shape().rank(); i++) {
      if (!reduced.contains(i) && !axes.isEmpty()) {
        dims.add(x.shape().dim(i));
      } else if (keepDims) {
        dims.add(Dim.of(1));
      }
    }
    Fact fact = Fact.of(x.type(), Shape.of(dims));
    boolean product = kind == ReduceKind.PROD && x.elements().isPresent() && dims.size() <= 1;
    return List.of(
        product
            ? fact.withElements(List.of(x.elements().get().stream().reduce(Dim.of(1), Dim::times)))
            : fact);
  }
}
