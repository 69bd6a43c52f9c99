package org.spikezip.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;

/**
 * The same elements under another shape, which the second input gives; −1 stands for what is left.
 * Source: ONNX Reshape-14.
 *
 * @param allowZero whether 0 means 0 and not "as in the input"
 */
public record Reshape(boolean allowZero) implements Op {
  static Reshape read(Attributes attributes) {
    return new Reshape(attributes.flag("allow_zero"));
  }

  @Override
  public String name() {
    return "reshape";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE.with("allow_zero", allowZero);
  }

  @Override
  public OpClass opClass() {
    return OpClass.ROUTE;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 2, 2);
    Fact x = inputs.get(0);
    Shape target = target(x.shape(), Infer.shapeFrom(inputs.get(1)));
    Fact fact = x.withShape(target);
    boolean vector = x.elements().isPresent() && target.known() && target.rank() <= 1;
    return List.of(vector ? fact.withElements(x.elements().get()) : fact);
  }

  private Shape target(Shape from, Shape wanted) {
    if (!wanted.known()) {
      return Shape.UNKNOWN;
    }
    List<Dim> dims = new ArrayList<>();
    int open = -1;
    Dim rest = from.elements();
    for (int i = 0; i < wanted.rank(); i++) {
      Dim dim = wanted.dim(i);
      if (dim.equals(Dim.of(-1))) {
        open = i;
        dims.add(Dim.UNKNOWN);
        continue;
      }
      if (dim.equals(Dim.of(0)) && !allowZero) {
        dim = from.known() ? from.dim(i) : Dim.UNKNOWN;
      }
      dims.add(dim);
    }
    if (open >= 0) {
      dims.set(open, open(from, dims, open));
    } else if (rest.isFixed()) {
      Dim made = Shape.of(dims).elements();
      if (made.isFixed() && made.size() != rest.size()) {
        throw Infer.error("cannot reshape " + from + " to " + Shape.of(dims));
      }
    }
    return Shape.of(dims);
  }

  /**
   * What stands for −1: the quotient of numbers, or the one symbol of the input that the others do
   * not use.
   */
  private static Dim open(Shape from, List<Dim> dims, int open) {
    if (!from.known()) {
      return Dim.UNKNOWN;
    }
    List<Dim> left = new ArrayList<>(from.dims());
    long divisor = 1;
    for (int i = 0; i < dims.size(); i++) {
      if (i == open) {
        continue;
      }
      Dim dim = dims.get(i);
      if (dim.isFixed()) {
        divisor *= dim.size();
      } else if (dim.isUnknown() || !left.remove(dim)) {
        return Dim.UNKNOWN;
      }
    }
    long product = 1;
    Dim symbols = Dim.of(1);
    for (Dim dim : left) {
      if (dim.isFixed()) {
        product *= dim.size();
      } else {
        symbols = symbols.times(dim);
      }
    }
    if (divisor == 0) {
      return Dim.of(0);
    }
    if (product % divisor == 0) {
      return symbols.times(Dim.of(product / divisor));
    }
    if (symbols.isFixed()) {
      throw Infer.error("cannot reshape " + from + " to rows of " + divisor);
    }
    return Dim.UNKNOWN;
  }
}
