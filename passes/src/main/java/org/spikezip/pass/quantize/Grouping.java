package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;

/**
 * Which elements of a value share a parameter: those that agree on some axes of fixed size.
 *
 * @param axes the axes, counted from the end (−1 is the last one), increasing; none for one
 *     parameter per tensor
 * @param sizes the size of each of these axes
 */
record Grouping(List<Integer> axes, List<Integer> sizes) {
  static final Grouping TENSOR = new Grouping(List.of(), List.of());

  Grouping {
    axes = List.copyOf(axes);
    sizes = List.copyOf(sizes);
  }

  /** By those of these axes that the shape has and that are of fixed size. */
  static Grouping of(Shape shape, int... wanted) {
    List<Integer> axes = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (int axis : wanted) {
      if (shape.known() && shape.rank() >= -axis && shape.dim(axis).isFixed()) {
        axes.add(axis);
        sizes.add(Math.toIntExact(shape.dim(axis).size()));
      }
    }
    return new Grouping(axes, sizes);
  }

  /** The number of groups. */
  int count() {
    return sizes.stream().reduce(1, Math::multiplyExact);
  }

  /** The dims of a tensor of one parameter a group, such that it broadcasts against the value. */
  int[] dims() {
    int rank = axes.isEmpty() ? 0 : -axes.get(0);
    int[] dims = new int[rank];
    for (int i = 0; i < rank; i++) {
      int at = axes.indexOf(i - rank);
      dims[i] = at < 0 ? 1 : sizes.get(at);
    }
    return dims;
  }

  /**
   * The group of each element of a block; a value of these dims is such blocks one after the other.
   *
   * @throws SpikezipException if the value has not the sizes expected
   */
  int[] pattern(int[] dims) {
    int rank = axes.isEmpty() ? 0 : -axes.get(0);
    if (rank > dims.length) {
      throw unexpected(dims);
    }
    int[] pattern = {0};
    int stride = 1;
    for (int axis = -1; axis >= -rank; axis--) {
      int size = dims[dims.length + axis];
      int at = axes.indexOf(axis);
      if (at >= 0 && size != sizes.get(at)) {
        throw unexpected(dims);
      }
      pattern = repeat(pattern, size, at < 0 ? 0 : stride);
      stride *= at < 0 ? 1 : size;
    }
    return pattern;
  }

  /** For each group of a finer grouping, the group of this one that it lies in. */
  int[] groupsOf(Grouping finer) {
    if (!finer.axes.containsAll(axes)) {
      throw new IllegalArgumentException(finer + " does not refine " + this);
    }
    int[] groups = {0};
    int stride = 1;
    for (int i = finer.axes.size() - 1; i >= 0; i--) {
      boolean mine = axes.contains(finer.axes.get(i));
      groups = repeat(groups, finer.sizes.get(i), mine ? stride : 0);
      stride *= mine ? finer.sizes.get(i) : 1;
    }
    return groups;
  }

  private static int[] repeat(int[] block, int times, int step) {
    int[] all = new int[Math.multiplyExact(block.length, times)];
    for (int i = 0; i < times; i++) {
      for (int j = 0; j < block.length; j++) {
        all[i * block.length + j] = block[j] + i * step;
      }
    }
    return all;
  }

  private SpikezipException unexpected(int[] dims) {
    List<Integer> found = new ArrayList<>();
    for (int dim : dims) {
      found.add(dim);
    }
    return new SpikezipException(
        ErrorCode.MALFORMED, "expected sizes " + sizes + " at axes " + axes + ", found " + found);
  }
}
