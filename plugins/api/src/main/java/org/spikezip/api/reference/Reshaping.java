package org.spikezip.api.reference;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.Squeeze;
import org.spikezip.ir.op.Unsqueeze;

/** The shapes that reshape, squeeze and unsqueeze make; the elements keep their order. */
final class Reshaping {
  private Reshaping() {}

  static int[] dims(Op op, int[] x, List<Tensor> inputs) {
    if (op instanceof Reshape reshape) {
      return reshape(x, Operands.smallNumbers(inputs.get(1), "dimension"), reshape.allowZero());
    }
    return op instanceof Squeeze squeeze
        ? squeeze(x, squeeze.axes())
        : unsqueeze(x, ((Unsqueeze) op).axes());
  }

  private static int[] reshape(int[] x, int[] wanted, boolean allowZero) {
    int[] dims = wanted.clone();
    int open = -1;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == -1 && open == -1) {
        open = i;
        dims[i] = 1;
      } else if (dims[i] == 0 && !allowZero && i < x.length) {
        dims[i] = x[i];
      } else if (dims[i] < 0) {
        throw cannot(x, wanted);
      }
    }
    int elements = Operands.count(x);
    int others = Operands.count(dims);
    if (open >= 0) {
      dims[open] = others == 0 ? 0 : elements / others;
    }
    if (Operands.count(dims) != elements) {
      throw cannot(x, wanted);
    }
    return dims;
  }

  private static SpikezipException cannot(int[] x, int[] wanted) {
    return Operands.malformed(
        "cannot reshape " + Operands.text(x) + " to " + Arrays.toString(wanted));
  }

  private static int[] squeeze(int[] x, List<Integer> axes) {
    boolean[] dropped = Operands.marked(axes, x.length);
    for (int axis = 0; axis < x.length; axis++) {
      if (dropped[axis] && x[axis] != 1) {
        throw Operands.malformed("cannot drop axis " + axis + " of " + Operands.text(x));
      }
    }
    return IntStream.range(0, x.length).filter(i -> !dropped[i]).map(i -> x[i]).toArray();
  }

  private static int[] unsqueeze(int[] x, List<Integer> axes) {
    int[] dims = new int[x.length + axes.size()];
    boolean[] added = Operands.marked(axes, dims.length);
    int next = 0;
    for (int axis = 0; axis < dims.length; axis++) {
      if (!added[axis] && next == x.length) {
        throw Operands.malformed("axes " + axes + " name one axis twice");
      }
      dims[axis] = added[axis] ? 1 : x[next++];
    }
    return dims;
  }
}
