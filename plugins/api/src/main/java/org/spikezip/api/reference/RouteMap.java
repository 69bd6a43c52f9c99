package org.spikezip.api.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Concat;
import org.spikezip.ir.op.Expand;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.GatherElements;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Pad;
import org.spikezip.ir.op.Patches;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.Slice;
import org.spikezip.ir.op.Split;
import org.spikezip.ir.op.Squeeze;
import org.spikezip.ir.op.Transpose;
import org.spikezip.ir.op.Unsqueeze;

/**
 * Where the elements of an operator's outputs come from, for the operators that only move elements.
 */
public final class RouteMap {
  private RouteMap() {}

  /**
   * Whether the operator moves elements and computes nothing. Not so {@code shape}, {@code range}
   * and {@code fill}, which read numbers only.
   */
  public static boolean isRoute(Op op) {
    return op instanceof Reshape
        || op instanceof Transpose
        || op instanceof Slice
        || op instanceof Concat
        || op instanceof Split
        || op instanceof Gather
        || op instanceof GatherElements
        || op instanceof Expand
        || op instanceof Squeeze
        || op instanceof Unsqueeze
        || op instanceof Pad
        || op instanceof Patches;
  }

  /** How many leading inputs are moved; those after them say where to. */
  public static int movedInputs(Op op, int inputs) {
    return op instanceof Concat ? inputs : 1;
  }

  /**
   * The sources of every output's elements, row-major.
   *
   * @param inputDims the dims of every input; read of the moved ones only
   * @param inputs every input; a moved one may be {@link org.spikezip.api.HostOps#ABSENT}
   * @return for each output an array with, for each element, an index into the elements of the
   *     moved inputs one after the other, or -1 where the operator puts its constant ({@link
   *     Pad#value}; 0 for {@link Patches})
   * @throws org.spikezip.ir.SpikezipException if the operands do not fit
   */
  public static List<int[]> of(Op op, List<int[]> inputDims, List<Tensor> inputs) {
    try {
      return maps(op, inputDims, inputs).stream().map(IndexMap::source).toList();
    } catch (ArithmeticException e) {
      throw Operands.malformed(op.name() + " of " + inputs + ": " + e.getMessage());
    }
  }

  /** As {@link #of}, with the dims of the outputs. */
  static List<IndexMap> maps(Op op, List<int[]> inputDims, List<Tensor> inputs) {
    requireArity(op, inputs.size());
    if (op instanceof Concat concat) {
      return List.of(concat(concat.axis(), inputDims));
    }
    int[] x = inputDims.get(0);
    if (op instanceof Split split) {
      return split(split, x);
    }
    return List.of(map(op, x, inputs));
  }

  static void requireArity(Op op, int found) {
    if (op instanceof Concat) {
      Operands.arity(op, found, 1, Integer.MAX_VALUE);
    } else if (op instanceof Slice) {
      Operands.arity(op, found, 3, 5);
    } else {
      boolean operand =
          op instanceof Reshape
              || op instanceof Expand
              || op instanceof Gather
              || op instanceof GatherElements;
      Operands.arity(op, found, operand ? 2 : 1, operand ? 2 : 1);
    }
  }

  private static IndexMap map(Op op, int[] x, List<Tensor> inputs) {
    if (op instanceof Reshape || op instanceof Squeeze || op instanceof Unsqueeze) {
      return IndexMap.identity(Reshaping.dims(op, x, inputs));
    }
    if (op instanceof Transpose transpose) {
      return IndexMap.transpose(x, transpose.perm());
    }
    if (op instanceof Slice) {
      return Indexing.slice(x, inputs);
    }
    if (op instanceof Gather gather) {
      return Indexing.gather(gather.axis(), x, inputs.get(1));
    }
    if (op instanceof GatherElements gather) {
      return Indexing.gatherElements(gather.axis(), x, inputs.get(1));
    }
    if (op instanceof Expand) {
      int[] shape = Operands.smallNumbers(inputs.get(1), "dimension");
      return IndexMap.broadcast(x, IndexMap.broadcastDims(x, shape));
    }
    if (op instanceof Pad pad) {
      return pad(pad.pads(), x);
    }
    if (op instanceof Patches patches) {
      return Windows.of(patches).rows(x);
    }
    throw Operands.unsupported("operator '" + op.name() + "' does not only move elements");
  }

  private static IndexMap concat(int axis, List<int[]> inputs) {
    int[] dims = inputs.get(0).clone();
    int along = Operands.axis(axis, dims.length);
    for (int[] input : inputs.subList(1, inputs.size())) {
      boolean fits = input.length == dims.length;
      for (int i = 0; fits && i < dims.length; i++) {
        fits = i == along || input[i] == dims[i];
      }
      if (!fits) {
        throw Operands.malformed(
            "cannot put "
                + Operands.text(input)
                + " after "
                + Operands.text(inputs.get(0))
                + " along axis "
                + axis);
      }
      dims[along] = Math.addExact(dims[along], input[along]);
    }
    int[] source = new int[Operands.count(dims)];
    int outer = Operands.count(Arrays.copyOf(dims, along));
    int to = 0;
    for (int block = 0; block < outer; block++) {
      int begin = 0;
      for (int[] input : inputs) {
        int size = Operands.count(input);
        int run = size / outer;
        for (int i = 0; i < run; i++) {
          source[to++] = begin + block * run + i;
        }
        begin += size;
      }
    }
    return new IndexMap(dims, source);
  }

  private static List<IndexMap> split(Split split, int[] x) {
    int axis = Operands.axis(split.axis(), x.length);
    if (split.sizes().stream().mapToLong(Integer::longValue).sum() != x[axis]
        || split.sizes().stream().anyMatch(s -> s < 0)) {
      throw Operands.malformed(
          "parts of " + split.sizes() + " do not make up axis " + axis + " of " + Operands.text(x));
    }
    int[][] offsets = IndexMap.offsets(x);
    List<IndexMap> maps = new ArrayList<>();
    int begin = 0;
    for (int size : split.sizes()) {
      int[][] parts = offsets.clone();
      parts[axis] = Arrays.copyOfRange(offsets[axis], begin, begin + size);
      maps.add(IndexMap.separable(parts));
      begin += size;
    }
    return maps;
  }

  private static IndexMap pad(List<Integer> pads, int[] x) {
    if (pads.size() != 2 * x.length) {
      throw Operands.malformed("pads " + pads + " do not fit shape " + Operands.text(x));
    }
    int[][] offsets = IndexMap.offsets(x);
    int[][] parts = new int[x.length][];
    for (int axis = 0; axis < x.length; axis++) {
      int size = x[axis];
      int begin = pads.get(axis);
      int padded = Math.addExact(Math.addExact(size, begin), pads.get(axis + x.length));
      if (padded < 0) {
        throw Operands.malformed("pads " + pads + " cut more than shape " + Operands.text(x));
      }
      int[] indices =
          IntStream.range(0, padded)
              .map(i -> i < begin || i - begin >= size ? IndexMap.HOLE : i - begin)
              .toArray();
      parts[axis] = IndexMap.at(offsets[axis], indices);
    }
    return IndexMap.separable(parts);
  }
}
