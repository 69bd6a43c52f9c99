package org.spikezip.backend.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;

/**
 * Sums over the last axis in the order of {@code org.spikezip.api.function.Sums}: 16 strided
 * partial sums from +0 on, then a tree. A row is padded to whole groups of 16, the groups are added
 * one by one (CumSum adds in order), and the halves of the last group follow.
 */
final class OrderedSum {
  private static final int PARTIALS = 16;

  private OrderedSum() {}

  /**
   * The sums, of size 1 along the last axis.
   *
   * @param rank of the rows' tensor
   * @param n length of a row
   */
  static String of(String rows, int rank, Dim n, OnnxGraph out) {
    List<Integer> groups = new ArrayList<>(Collections.nCopies(rank - 1, 0));
    groups.add(-1);
    groups.add(PARTIALS);
    String padded = out.add("Pad", List.of(rows, pads(rows, rank, n, out)));
    String grouped = out.add("Reshape", List.of(padded, out.vector(groups)));
    String axis = out.constant(Tensor.scalar((long) rank - 1));
    String running = out.add("CumSum", List.of(grouped, axis));
    String last = out.constant(Tensor.scalar(-1L));
    String sum = out.add("Gather", List.of(running, last), Attr.of("axis", rank - 1));
    for (int half = PARTIALS / 2; half > 0; half /= 2) {
      String left = out.fresh();
      String right = out.fresh();
      out.add(
          "Split",
          List.of(sum, out.vector(List.of(half, half))),
          List.of(left, right),
          Attr.of("axis", rank - 1));
      sum = out.add("Add", List.of(left, right));
    }
    return sum;
  }

  /** The length of a row as a float. */
  static String length(String rows, Dim n, OnnxGraph out) {
    return n.isFixed()
        ? out.scalar((float) n.size())
        : new Floats(out).cast(size(rows, out), ElementType.F32);
  }

  private static String size(String rows, OnnxGraph out) {
    String shape = out.add("Shape", List.of(rows));
    return out.add("Gather", List.of(shape, out.vector(List.of(-1))));
  }

  /** A group of zeros in front, so that no partial sum is -0, and zeros up to a whole group. */
  private static String pads(String rows, int rank, Dim n, OnnxGraph out) {
    List<Integer> pads = new ArrayList<>(Collections.nCopies(2 * rank - 1, 0));
    pads.set(rank - 1, PARTIALS);
    if (n.isFixed()) {
      pads.add((int) Math.floorMod(-n.size(), (long) PARTIALS));
      return out.vector(pads);
    }
    String missing = out.add("Neg", List.of(size(rows, out)));
    String end = out.add("Mod", List.of(missing, out.vector(List.of(PARTIALS))));
    return out.add("Concat", List.of(out.vector(pads), end), Attr.of("axis", 0));
  }
}
