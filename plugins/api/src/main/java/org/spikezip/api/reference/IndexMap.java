package org.spikezip.api.reference;

import java.util.Arrays;
import java.util.List;
import org.spikezip.ir.SpikezipException;

/**
 * For each element of a value, in row-major order, which element of another value it is; {@link
 * #HOLE} if it is none.
 */
final class IndexMap {
  /** Stands where no element goes. */
  static final int HOLE = -1;

  private final int[] dims;
  private final int[] source;

  /** The dims of the made value, and as many sources as it has elements. */
  IndexMap(int[] dims, int[] source) {
    if (Operands.count(dims) != source.length) {
      throw new IllegalArgumentException(source.length + " sources for " + Arrays.toString(dims));
    }
    this.dims = dims.clone();
    this.source = source;
  }

  int[] dims() {
    return dims.clone();
  }

  /** The array itself; not to be changed. */
  int[] source() {
    return source;
  }

  /** The same elements in the same order. */
  static IndexMap identity(int[] dims) {
    int[] source = new int[Operands.count(dims)];
    Arrays.setAll(source, i -> i);
    return new IndexMap(dims, source);
  }

  /**
   * A map that every axis has its own part in: the source is the sum of what each axis gives at its
   * index; a hole of one axis is a hole.
   *
   * @param parts for each axis of the made value, outermost first, an offset for each index
   */
  static IndexMap separable(int[]... parts) {
    int[] dims = Arrays.stream(parts).mapToInt(p -> p.length).toArray();
    if (Operands.count(dims) == 0) {
      return new IndexMap(dims, new int[0]);
    }
    int[] source = {0};
    for (int[] part : parts) {
      int[] longer = new int[source.length * part.length];
      for (int i = 0; i < source.length; i++) {
        for (int j = 0; j < part.length; j++) {
          boolean hole = source[i] == HOLE || part[j] == HOLE;
          longer[i * part.length + j] = hole ? HOLE : source[i] + part[j];
        }
      }
      source = longer;
    }
    return new IndexMap(dims, source);
  }

  /** The offsets of the indices 0, 1, … of every axis of a row-major value. */
  static int[][] offsets(int[] dims) {
    int[][] offsets = new int[dims.length][];
    int stride = Operands.count(dims) == 0 ? 0 : 1;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      offsets[axis] = new int[dims[axis]];
      for (int i = 0; i < dims[axis]; i++) {
        offsets[axis][i] = i * stride;
      }
      stride *= dims[axis];
    }
    return offsets;
  }

  /** What one axis gives at these indices of its source; {@link #HOLE} stays one. */
  static int[] at(int[] offsets, int... indices) {
    return Arrays.stream(indices).map(i -> i == HOLE ? HOLE : offsets[i]).toArray();
  }

  /** The same map under other dims of as many elements. */
  IndexMap reshape(int... other) {
    return new IndexMap(other, source);
  }

  /** First the given map, then this one, which picks from what the first made. */
  IndexMap after(IndexMap first) {
    return new IndexMap(
        dims, Arrays.stream(source).map(i -> i == HOLE ? HOLE : first.source[i]).toArray());
  }

  /**
   * Permutes axes.
   *
   * @param perm for each axis of the result, which axis of the source it is
   */
  static IndexMap transpose(int[] dims, List<Integer> perm) {
    int[][] offsets = offsets(dims);
    boolean[] used = Operands.marked(perm, dims.length);
    if (perm.size() != dims.length || !allTrue(used)) {
      throw Operands.malformed(
          "permutation " + perm + " does not fit shape " + Operands.text(dims));
    }
    int[][] parts = new int[dims.length][];
    for (int axis = 0; axis < dims.length; axis++) {
      parts[axis] = offsets[Operands.axis(perm.get(axis), dims.length)];
    }
    return separable(parts);
  }

  private static boolean allTrue(boolean[] values) {
    for (boolean value : values) {
      if (!value) {
        return false;
      }
    }
    return true;
  }

  /**
   * Broadcasts to a shape, by NumPy's rules.
   *
   * @throws SpikezipException if the dims do not broadcast to it
   */
  static IndexMap broadcast(int[] dims, int[] target) {
    if (Arrays.equals(dims, target)) {
      return identity(dims);
    }
    int added = target.length - dims.length;
    if (added < 0) {
      throw cannotBroadcast(dims, target);
    }
    Operands.count(target);
    int[][] offsets = offsets(dims);
    int[][] parts = new int[target.length][];
    for (int axis = 0; axis < target.length; axis++) {
      int size = axis < added ? 1 : dims[axis - added];
      if (size != 1 && size != target[axis]) {
        throw cannotBroadcast(dims, target);
      }
      parts[axis] = size == 1 ? new int[target[axis]] : offsets[axis - added];
    }
    return separable(parts);
  }

  private static SpikezipException cannotBroadcast(int[] dims, int[] target) {
    return Operands.malformed(
        "shape " + Operands.text(dims) + " does not broadcast to " + Operands.text(target));
  }

  /** The shape that two shapes broadcast to. */
  static int[] broadcastDims(int[] a, int[] b) {
    int[] dims = new int[Math.max(a.length, b.length)];
    for (int back = 1; back <= dims.length; back++) {
      int x = back > a.length ? 1 : a[a.length - back];
      int y = back > b.length ? 1 : b[b.length - back];
      if (x != y && x != 1 && y != 1) {
        throw Operands.malformed(
            "shapes " + Operands.text(a) + " and " + Operands.text(b) + " do not broadcast");
      }
      dims[dims.length - back] = x == 1 ? y : x;
    }
    return dims;
  }
}
