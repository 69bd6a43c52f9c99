package org.spikezip.frontend.torch.script;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.api.InputShape;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;

/** What the caller says of an input, as a fact. */
final class InputFacts {
  private InputFacts() {}

  /** Of an input that the file says nothing of: floats where no type is given. */
  static Fact of(InputShape given) {
    return of(given, Fact.of(ElementType.F32, Shape.UNKNOWN));
  }

  /** Of an input that was traced, which tells what is not given, as far as the ranks agree. */
  static Fact of(InputShape given, Fact traced) {
    boolean same = traced.shape().known() && traced.shape().rank() == given.dims().size();
    List<Dim> dims = new ArrayList<>();
    for (Dim dim : given.dims()) {
      int axis = dims.size();
      boolean named = same && !traced.shape().dim(axis).isFixed();
      dims.add(dim.isFixed() ? dim : named ? traced.shape().dim(axis) : open(axis));
    }
    return Fact.of(given.type().orElse(traced.type()), Shape.of(dims));
  }

  /** Open axes at the same place are taken to be of the same size. */
  private static Dim open(int axis) {
    return Dim.symbol(axis == 0 ? "batch" : "axis" + axis);
  }
}
