package org.spikezip.api.reference;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.spikezip.api.HostOps;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Op;

/** What all definitions ask of their operands: which are there, which axis is meant. */
final class Operands {
  private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;

  private Operands() {}

  static SpikezipException malformed(String message) {
    return new SpikezipException(ErrorCode.MALFORMED, message);
  }

  static SpikezipException unsupported(String message) {
    return new SpikezipException(ErrorCode.UNSUPPORTED, message);
  }

  /** An input that may be left out. */
  @SuppressWarnings("ReferenceEquality") // ABSENT is compared by identity.
  static Optional<Tensor> optional(List<Tensor> inputs, int index) {
    return index < inputs.size() && inputs.get(index) != HostOps.ABSENT
        ? Optional.of(inputs.get(index))
        : Optional.empty();
  }

  static void arity(Op op, int found, int min, int max) {
    if (found < min || found > max) {
      String most = max == Integer.MAX_VALUE ? " or more" : max == min ? "" : " to " + max;
      throw malformed(op.name() + " takes " + min + most + " inputs, found " + found);
    }
  }

  /** The axis counted from the front. */
  static int axis(int axis, int rank) {
    int front = axis < 0 ? axis + rank : axis;
    if (front < 0 || front >= rank) {
      throw malformed("axis " + axis + " is outside of a value of rank " + rank);
    }
    return front;
  }

  /** For each axis whether it is among these, which may count from the end. */
  static boolean[] marked(List<Integer> axes, int rank) {
    boolean[] marked = new boolean[rank];
    for (int axis : axes) {
      marked[axis(axis, rank)] = true;
    }
    return marked;
  }

  /** The number of elements of a value of these dims. */
  static int count(int[] dims) {
    long n = 1;
    for (int d : dims) {
      if (d < 0) {
        throw malformed("negative dimension in " + text(dims));
      }
      n *= d;
      if (n > MOST_ELEMENTS) {
        throw unsupported("a value of shape " + text(dims) + " is too large");
      }
    }
    return (int) n;
  }

  static String text(int[] dims) {
    return Shape.of(dims).toString();
  }

  /** The elements of an integer operand that counts or points, such as a shape or indices. */
  static int[] smallNumbers(Tensor vector, String what) {
    long[] values = vector.longs();
    for (long value : values) {
      if (value != (int) value) {
        throw malformed(what + " " + value + " is out of range");
      }
    }
    return Arrays.stream(values).mapToInt(v -> (int) v).toArray();
  }

  static void requireRank(int[] dims, int expected, String what) {
    if (dims.length != expected) {
      throw malformed(what + " must have rank " + expected + ", found shape " + text(dims));
    }
  }
}
