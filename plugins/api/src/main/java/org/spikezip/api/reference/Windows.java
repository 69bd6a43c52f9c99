package org.spikezip.api.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.spikezip.ir.op.Conv;
import org.spikezip.ir.op.Patches;

/**
 * The windows that a convolution sees of {@code [N,C,…]}; a window's elements are ordered by
 * channel, then by place in the kernel.
 *
 * @param kernel window size, one a spatial axis
 * @param strides one a spatial axis
 * @param pads begin of every spatial axis, then end of every one
 * @param dilations one a spatial axis
 */
record Windows(
    List<Integer> kernel, List<Integer> strides, List<Integer> pads, List<Integer> dilations) {
  Windows {
    int n = kernel.size();
    boolean fits = strides.size() == n && pads.size() == 2 * n && dilations.size() == n;
    boolean positive =
        Stream.of(kernel, strides, dilations).flatMap(List::stream).allMatch(i -> i > 0);
    if (!fits || !positive) {
      throw Operands.malformed(
          "kernel "
              + kernel
              + ", strides "
              + strides
              + ", pads "
              + pads
              + " and dilations "
              + dilations
              + " do not fit together");
    }
  }

  static Windows of(Patches op) {
    return new Windows(op.kernel(), op.strides(), op.pads(), op.dilations());
  }

  static Windows of(Conv op, List<Integer> kernel) {
    return new Windows(kernel, op.strides(), op.pads(), op.dilations());
  }

  /** How many windows fit along each spatial axis of a value of these dims. */
  int[] counts(int[] x) {
    Operands.requireRank(x, kernel.size() + 2, "the input");
    return IntStream.range(0, kernel.size()).map(i -> count(i, x[i + 2])).toArray();
  }

  private int count(int axis, int size) {
    long padding = (long) pads.get(axis) + pads.get(axis + kernel.size());
    long reach = (kernel.get(axis) - 1L) * dilations.get(axis) + 1;
    if (reach > size + padding) {
      throw Operands.malformed(
          "a window of " + reach + " does not fit into " + size + " with padding " + padding);
    }
    return Math.toIntExact((size + padding - reach) / strides.get(axis) + 1);
  }

  /** {@code [N, windows, C·kernel]}: a window a row. */
  IndexMap rows(int[] x) {
    return permuted(x, false);
  }

  /** {@code [N, C·kernel, windows]}: a window a column. */
  IndexMap columns(int[] x) {
    return permuted(x, true);
  }

  private IndexMap permuted(int[] x, boolean columns) {
    int spatial = kernel.size();
    int[] counts = counts(x);
    int[] split = new int[2 + 2 * spatial];
    split[0] = x[0];
    split[1] = x[1];
    List<Integer> places = new ArrayList<>(List.of(1));
    List<Integer> windows = new ArrayList<>();
    int width = x[1];
    int total = 1;
    for (int i = 0; i < spatial; i++) {
      windows.add(2 + 2 * i);
      places.add(3 + 2 * i);
      split[2 + 2 * i] = counts[i];
      split[3 + 2 * i] = kernel.get(i);
      width *= kernel.get(i);
      total *= counts[i];
    }
    List<Integer> perm = new ArrayList<>(List.of(0));
    perm.addAll(columns ? places : windows);
    perm.addAll(columns ? windows : places);
    return IndexMap.transpose(split, perm)
        .after(windowed(x, counts))
        .reshape(x[0], columns ? width : total, columns ? total : width);
  }

  /** {@code [N, C, windows₁·kernel₁, windows₂·kernel₂, …]}. */
  private IndexMap windowed(int[] x, int[] counts) {
    int[][] parts = IndexMap.offsets(x);
    for (int i = 0; i < counts.length; i++) {
      int size = x[i + 2];
      int[] indices = new int[counts[i] * kernel.get(i)];
      for (int j = 0; j < indices.length; j++) {
        int window = j / kernel.get(i);
        int place = j % kernel.get(i);
        int at = window * strides.get(i) + place * dilations.get(i) - pads.get(i);
        indices[j] = at < 0 || at >= size ? IndexMap.HOLE : at;
      }
      parts[i + 2] = IndexMap.at(parts[i + 2], indices);
    }
    return IndexMap.separable(parts);
  }
}
