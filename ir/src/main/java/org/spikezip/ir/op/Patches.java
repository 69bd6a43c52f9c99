package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;

/**
 * The windows of a convolution as rows: {@code [N,C,H,W]} becomes {@code [N,OH·OW,C·KH·KW]};
 * outside of the input stands 0. (im2col.)
 *
 * @param kernel window size, one a spatial axis
 * @param strides one a spatial axis
 * @param pads begin of every spatial axis, then end of every one
 * @param dilations one a spatial axis
 */
public record Patches(
    List<Integer> kernel, List<Integer> strides, List<Integer> pads, List<Integer> dilations)
    implements Op {
  public Patches {
    kernel = List.copyOf(kernel);
    strides = List.copyOf(strides);
    pads = List.copyOf(pads);
    dilations = List.copyOf(dilations);
  }

  static Patches read(Attributes attributes) {
    return new Patches(
        attributes.wholes("kernel"),
        attributes.wholes("strides"),
        attributes.wholes("pads"),
        attributes.wholes("dilations"));
  }

  @Override
  public String name() {
    return "patches";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE
        .with("kernel", kernel)
        .with("strides", strides)
        .with("pads", pads)
        .with("dilations", dilations);
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
      return List.of(x.withShape(Shape.of(List.of(Dim.UNKNOWN, Dim.UNKNOWN, Dim.UNKNOWN))));
    }
    if (x.shape().rank() != kernel.size() + 2) {
      throw Infer.error("input " + x + " does not fit " + kernel.size() + " spatial axes");
    }
    Dim windows = Dim.of(1);
    Dim width = x.shape().dim(1);
    for (int i = 0; i < kernel.size(); i++) {
      int padding = pads.get(i) + pads.get(i + kernel.size());
      Dim size = Dim.of(kernel.get(i));
      windows =
          windows.times(
              windows(x.shape().dim(i + 2), size, padding, strides.get(i), dilations.get(i)));
      width = width.times(size);
    }
    return List.of(x.withShape(Shape.of(List.of(x.shape().dim(0), windows, width))));
  }

  /** How many windows of this kernel fit along one axis. */
  static Dim windows(Dim size, Dim kernel, int padding, int stride, int dilation) {
    if (!size.isFixed() || !kernel.isFixed()) {
      return Dim.UNKNOWN;
    }
    long reach = (kernel.size() - 1) * dilation + 1;
    long room = size.size() + padding - reach;
    if (room < 0) {
      throw Infer.error(
          "a window of " + reach + " does not fit into " + size + " with padding " + padding);
    }
    return Dim.of(room / stride + 1);
  }
}
