package org.spikezip.api.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.spikezip.ir.Tensor;

/** Which elements slices and gathers pick. */
final class Indexing {
  private Indexing() {}

  static IndexMap slice(int[] x, List<Tensor> inputs) {
    long[] starts = inputs.get(1).longs();
    long[] ends = inputs.get(2).longs();
    int[] axes =
        Operands.optional(inputs, 3)
            .map(a -> Operands.smallNumbers(a, "axis"))
            .orElseGet(() -> IntStream.range(0, starts.length).toArray());
    long[] steps =
        Operands.optional(inputs, 4).map(Tensor::longs).orElseGet(() -> ones(starts.length));
    if (ends.length != starts.length
        || axes.length != starts.length
        || steps.length != starts.length) {
      throw Operands.malformed(
          "slice needs as many starts, ends, axes and steps, found "
              + List.of(starts.length, ends.length, axes.length, steps.length));
    }
    int[][] offsets = IndexMap.offsets(x);
    int[][] parts = offsets.clone();
    for (int i = 0; i < axes.length; i++) {
      int axis = Operands.axis(axes[i], x.length);
      parts[axis] = IndexMap.at(offsets[axis], positions(starts[i], ends[i], steps[i], x[axis]));
    }
    return IndexMap.separable(parts);
  }

  private static long[] ones(int n) {
    long[] ones = new long[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** The indices {@code start:end:step} of an axis, clamped as ONNX Slice-13 says. */
  private static int[] positions(long start, long end, long step, int size) {
    if (step == 0) {
      throw Operands.malformed("the step of a slice must not be 0");
    }
    if (size == 0) {
      return new int[0];
    }
    boolean forward = step > 0;
    long from = clamp(start < 0 ? start + size : start, 0, forward ? size : size - 1);
    long to = clamp(end < 0 ? end + size : end, forward ? 0 : -1, size);
    long by = clamp(step, -size, size);
    List<Integer> positions = new ArrayList<>();
    for (long i = from; forward ? i < to : i > to; i += by) {
      positions.add((int) i);
    }
    return positions.stream().mapToInt(Integer::intValue).toArray();
  }

  private static long clamp(long x, long min, long max) {
    return Math.max(min, Math.min(max, x));
  }

  static IndexMap gather(int axis, int[] x, Tensor indices) {
    int along = Operands.axis(axis, x.length);
    int[][] parts = IndexMap.offsets(x);
    parts[along] = IndexMap.at(parts[along], indices(indices, x, along));
    int[] dims =
        IntStream.concat(
                IntStream.concat(Arrays.stream(x, 0, along), Arrays.stream(indices.dims())),
                Arrays.stream(x, along + 1, x.length))
            .toArray();
    return IndexMap.separable(parts).reshape(dims);
  }

  static IndexMap gatherElements(int axis, int[] x, Tensor indices) {
    int along = Operands.axis(axis, x.length);
    int[] dims = indices.dims();
    Operands.requireRank(dims, x.length, "indices");
    int[][] offsets = IndexMap.offsets(x);
    int[][] parts = new int[x.length][];
    for (int i = 0; i < x.length; i++) {
      if (i != along && dims[i] > x[i]) {
        throw Operands.malformed(
            "indices " + Operands.text(dims) + " reach outside of " + Operands.text(x));
      }
      parts[i] = i == along ? new int[dims[i]] : Arrays.copyOf(offsets[i], dims[i]);
    }
    int[] picked = IndexMap.at(offsets[along], indices(indices, x, along));
    int[] source = IndexMap.separable(parts).source();
    return new IndexMap(
        dims, IntStream.range(0, picked.length).map(i -> source[i] + picked[i]).toArray());
  }

  /** Indices counted from the front and inside of the axis. */
  private static int[] indices(Tensor indices, int[] x, int axis) {
    long[] values = indices.longs();
    int[] front = new int[values.length];
    for (int i = 0; i < front.length; i++) {
      if (values[i] >= x[axis] || values[i] < -x[axis]) {
        throw Operands.malformed(
            "index " + values[i] + " is outside of axis " + axis + " of " + Operands.text(x));
      }
      front[i] = (int) (values[i] < 0 ? values[i] + x[axis] : values[i]);
    }
    return front;
  }
}
