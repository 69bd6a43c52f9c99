package org.spikezip.frontend.torch.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/** A view of a storage: element (i₀, i₁, …) stands at offset + Σ iₖ·strideₖ. */
public final class StridedTensor {
  /** How many elements a view may repeat that the storage has only once. */
  private static final long MOST_REPEATED = 1 << 20;

  private StridedTensor() {}

  /**
   * The view as a tensor. Where it lies in order the storage's bytes are shared, otherwise they are
   * copied.
   *
   * @param bytes the whole storage, little-endian
   * @param offset of the first element, in elements
   * @param strides in elements, one per dimension
   * @throws SpikezipException MALFORMED if the view reaches out of the storage, or repeats it
   *     absurdly often
   */
  public static Tensor of(
      ElementType type, ByteBuffer bytes, long offset, List<Long> sizes, List<Long> strides) {
    if (sizes.size() != strides.size() || sizes.size() > Shape.MOST_AXES) {
      throw malformed(sizes, strides, "has as many strides as dimensions, at most 64");
    }
    int width = type.bits() / 8;
    long available = bytes.remaining() / width;
    long count = count(sizes, strides);
    long last = offset;
    for (int i = 0; i < sizes.size() && count > 0; i++) {
      if (strides.get(i) < 0) {
        throw malformed(sizes, strides, "has no negative strides");
      }
      last = add(last, multiply(sizes.get(i) - 1, strides.get(i), sizes), sizes);
    }
    if (offset < 0 || (count > 0 && last >= available) || offset > available) {
      throw malformed(
          sizes,
          strides,
          "lies within the " + available + " elements of its storage, from " + offset);
    }
    int[] dims = sizes.stream().mapToInt(Math::toIntExact).toArray();
    if (count == 0 || contiguous(sizes, strides)) {
      int start = Math.toIntExact(offset * width);
      return Tensor.of(type, dims, bytes.slice(start, Math.toIntExact(count * width)));
    }
    if (count > Math.max(available, MOST_REPEATED)) {
      throw malformed(sizes, strides, "repeats its storage at most moderately");
    }
    return Tensor.of(type, dims, copy(bytes, width, offset, dims, strides));
  }

  private static boolean contiguous(List<Long> sizes, List<Long> strides) {
    long expected = 1;
    for (int i = sizes.size() - 1; i >= 0; i--) {
      if (sizes.get(i) != 1 && strides.get(i) != expected) {
        return false;
      }
      expected *= sizes.get(i);
    }
    return true;
  }

  private static ByteBuffer copy(
      ByteBuffer bytes, int width, long offset, int[] dims, List<Long> strides) {
    int count = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    ByteBuffer copy = ByteBuffer.allocate(Math.multiplyExact(count, width));
    int[] index = new int[dims.length];
    long at = offset;
    for (int n = 0; n < count; n++) {
      copy.put(n * width, bytes, bytes.position() + (int) (at * width), width);
      for (int axis = dims.length - 1; axis >= 0; axis--) {
        index[axis]++;
        at += strides.get(axis);
        if (index[axis] < dims[axis]) {
          break;
        }
        at -= index[axis] * strides.get(axis);
        index[axis] = 0;
      }
    }
    return copy;
  }

  private static long count(List<Long> sizes, List<Long> strides) {
    long count = 1;
    for (long size : sizes) {
      if (size < 0 || size > Integer.MAX_VALUE) {
        throw malformed(sizes, strides, "has dimensions from 0 to 2³¹ − 1");
      }
      count = multiply(count, size, sizes);
    }
    if (count > Integer.MAX_VALUE) {
      throw malformed(sizes, strides, "has fewer than 2³¹ elements");
    }
    return count;
  }

  private static long multiply(long a, long b, List<Long> sizes) {
    try {
      return Math.multiplyExact(a, b);
    } catch (ArithmeticException e) {
      throw malformed(sizes, List.of(), "has fewer than 2³¹ elements");
    }
  }

  private static long add(long a, long b, List<Long> sizes) {
    try {
      return Math.addExact(a, b);
    } catch (ArithmeticException e) {
      throw malformed(sizes, List.of(), "lies within its storage");
    }
  }

  private static SpikezipException malformed(
      List<Long> sizes, List<Long> strides, String expected) {
    return new SpikezipException(
        ErrorCode.MALFORMED,
        "a tensor " + expected + "; found sizes " + sizes + " and strides " + strides,
        "save the model again");
  }
}
