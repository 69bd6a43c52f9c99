package org.spikezip.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;

/**
 * Convolution of {@code [N,C,…]} with weights {@code [M,C/group,…]} and an optional bias {@code
 * [M]}. Source: ONNX Conv-11.
 *
 * @param strides one a spatial axis
 * @param pads begin of every spatial axis, then end of every one
 * @param dilations one a spatial axis
 * @param group number of groups
 */
public record Conv(List<Integer> strides, List<Integer> pads, List<Integer> dilations, int group)
    implements Op {
  public Conv {
    strides = List.copyOf(strides);
    pads = List.copyOf(pads);
    dilations = List.copyOf(dilations);
  }

  static Conv read(Attributes attributes) {
    return new Conv(
        attributes.wholes("strides"),
        attributes.wholes("pads"),
        attributes.wholes("dilations"),
        attributes.whole("group"));
  }

  @Override
  public String name() {
    return "conv";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE
        .with("strides", strides)
        .with("pads", pads)
        .with("dilations", dilations)
        .with("group", group);
  }

  @Override
  public OpClass opClass() {
    return OpClass.DIFFERENTIAL;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 2, 3);
    Shape x = inputs.get(0).shape();
    Shape weights = inputs.get(1).shape();
    if (!x.known() || !weights.known()) {
      return List.of(Fact.of(inputs.get(0).type(), Shape.UNKNOWN));
    }
    int spatial = strides.size();
    if (x.rank() != spatial + 2 || weights.rank() != spatial + 2) {
      throw Infer.error(
          "input " + x + " and weights " + weights + " do not fit " + spatial + " spatial axes");
    }
    if (!x.dim(1).compatible(weights.dim(1).times(Dim.of(group)))) {
      throw Infer.error(
          "input "
              + x
              + " has not the channels of weights "
              + weights
              + " in "
              + group
              + " groups");
    }
    List<Dim> dims = new ArrayList<>(List.of(x.dim(0), weights.dim(0)));
    for (int i = 0; i < spatial; i++) {
      int padding = pads.get(i) + pads.get(i + spatial);
      dims.add(
          Patches.windows(
              x.dim(i + 2), weights.dim(i + 2), padding, strides.get(i), dilations.get(i)));
    }
    return List.of(Fact.of(inputs.get(0).type(), Shape.of(dims)));
  }
}
