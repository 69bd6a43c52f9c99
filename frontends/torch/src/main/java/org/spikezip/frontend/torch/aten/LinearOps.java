package org.spikezip.frontend.torch.aten;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Conv;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Transpose;

/** Matrix products and convolutions. */
final class LinearOps {
  static final Map<String, Converter> ALL = new HashMap<>();

  static {
    ALL.put("linear", n -> n.tensors(linear(n)));
    for (String product : List.of("matmul", "mm", "bmm")) {
      ALL.put(product, LinearOps::matmul);
    }
    for (String sum : List.of("addmm", "baddbmm")) {
      ALL.put(sum, LinearOps::addProduct);
    }
    ALL.put("einsum", n -> n.tensors(Einsum.of(n)));
    // Convolutions are called with their strides and pads at 3 and 4.
    ALL.put("conv1d", n -> convolution(n, 1, 6));
    ALL.put("conv2d", n -> convolution(n, 2, 6));
    ALL.put("convolution", n -> anyConvolution(n));
    ALL.put("_convolution", n -> anyConvolution(n));
  }

  private LinearOps() {}

  private static Value linear(AtenNode n) {
    Value weight = transposed(n, "weight", n.value(1));
    if (!n.has(2)) {
      return n.result(new MatMul(), n.value(0), weight);
    }
    Value product = n.add("product", new MatMul(), n.value(0), weight);
    return n.result(new Binary(BinaryKind.ADD), product, n.value(2));
  }

  /** {@code x·weightᵀ + bias}, on the way to a result. */
  static Value linear(AtenNode n, String suffix, Value x, Value weight, Value bias) {
    Value product =
        n.add(suffix + "_product", new MatMul(), x, transposed(n, suffix + "_weight", weight));
    return n.add(suffix, new Binary(BinaryKind.ADD), product, bias);
  }

  /** The last two axes swapped. */
  static Value transposed(AtenNode n, String suffix, Value x) {
    int rank = n.shape(x).rank();
    if (rank < 2) {
      return x;
    }
    List<Integer> perm = identity(rank);
    Collections.swap(perm, rank - 1, rank - 2);
    return n.add(suffix + "_transposed", new Transpose(perm), x);
  }

  static List<Integer> identity(int rank) {
    List<Integer> perm = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      perm.add(i);
    }
    return perm;
  }

  private static List<Object> matmul(AtenNode n) {
    ElementType type = n.promoted(0, 1);
    return n.tensors(n.result(new MatMul(), n.value(0, type), n.value(1, type)));
  }

  /** {@code beta·self + alpha·(a·b)}. */
  private static List<Object> addProduct(AtenNode n) {
    ElementType type = n.type(1);
    Value product = n.add("product", new MatMul(), n.value(1), n.value(2));
    Value sum = scaled(n, "alpha", product, type, 4);
    Value self = scaled(n, "beta", n.value(0, type), type, 3);
    return n.tensors(n.result(new Binary(BinaryKind.ADD), sum, self));
  }

  private static Value scaled(AtenNode n, String name, Value x, ElementType type, int factor) {
    return n.real(factor) == 1
        ? x
        : n.add(
            name + "_scaled", new Binary(BinaryKind.MUL), x, n.scalar(name, type, n.real(factor)));
  }

  private static List<Object> anyConvolution(AtenNode n) {
    if (n.flag(6)) {
      throw n.unsupported("a transposed convolution");
    }
    return convolution(n, n.rank(1) - 2, 8);
  }

  private static List<Object> convolution(AtenNode n, int spatial, int groups) {
    List<Integer> strides = n.wholes(3, spatial);
    List<Integer> dilations = n.wholes(5, spatial);
    List<Integer> pads = pads(n, spatial, dilations);
    Conv op = new Conv(strides, pads, dilations, n.whole(groups));
    Value x = n.value(0);
    boolean single = n.shape(x).rank() == spatial + 1;
    if (single) {
      throw n.unsupported("a convolution without a batch axis");
    }
    return n.tensors(
        n.has(2) ? n.result(op, x, n.value(1), n.value(2)) : n.result(op, x, n.value(1)));
  }

  /** The begins of all axes, then the ends. */
  private static List<Integer> pads(AtenNode n, int spatial, List<Integer> dilations) {
    if (!(n.argument(4) instanceof String)) {
      List<Integer> pads = new ArrayList<>(n.wholes(4, spatial));
      pads.addAll(n.wholes(4, spatial));
      return pads;
    }
    if (n.text(4).equals("valid")) {
      return Collections.nCopies(2 * spatial, 0);
    }
    Shape weights = n.shape(1);
    List<Integer> begins = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < spatial; i++) {
      int total = Math.toIntExact((weights.dim(i + 2).size() - 1) * dilations.get(i));
      begins.add(total / 2);
      ends.add(total - total / 2);
    }
    begins.addAll(ends);
    return begins;
  }
}
