package org.spikezip.frontend.torch.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spikezip.frontend.torch.aten.ScalarType;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/** Tensors that code writes out, number by number. */
final class TensorLiterals {
  private static final int MOST_NESTED = 8;

  private TensorLiterals() {}

  /**
   * The constant of a call of {@code torch.tensor}; empty if it holds anything but known numbers.
   *
   * @param type element type, or null for the one that the numbers have
   */
  static Optional<Tensor> of(Object data, Object type) {
    List<Object> numbers = new ArrayList<>();
    List<Integer> dims = new ArrayList<>();
    if (!flatten(data, 0, numbers, dims)) {
      return Optional.empty();
    }
    long count = dims.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b);
    if (count != numbers.size()) {
      throw new SpikezipException(ErrorCode.MALFORMED, "the lists are not of one length");
    }
    ElementType element =
        type instanceof Long code ? ScalarType.ofCode(code).element() : natural(numbers);
    int[] shape = dims.stream().mapToInt(Integer::intValue).toArray();
    if (element.isFloat()) {
      float[] floats = new float[numbers.size()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) number(numbers, i);
      }
      return Optional.of(Tensor.ofFloats(element, floats, shape));
    }
    long[] longs = new long[numbers.size()];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = (long) number(numbers, i);
    }
    return Optional.of(Tensor.ofLongs(element, longs, shape));
  }

  private static boolean flatten(Object data, int depth, List<Object> numbers, List<Integer> dims) {
    if (!Values.isSequence(data)) {
      numbers.add(data);
      return data instanceof Number || data instanceof Boolean;
    }
    List<Object> elements = Values.elements(data);
    if (depth == dims.size()) {
      dims.add(elements.size());
    }
    return depth < MOST_NESTED
        && elements.stream().allMatch(e -> flatten(e, depth + 1, numbers, dims));
  }

  private static ElementType natural(List<Object> numbers) {
    boolean whole = !numbers.isEmpty() && numbers.stream().allMatch(Long.class::isInstance);
    boolean truths = !numbers.isEmpty() && numbers.stream().allMatch(Boolean.class::isInstance);
    return whole ? ElementType.I64 : truths ? ElementType.BOOL : ElementType.F32;
  }

  private static double number(List<Object> numbers, int index) {
    Object value = numbers.get(index);
    return value instanceof Number number
        ? number.doubleValue()
        : Boolean.TRUE.equals(value) ? 1 : 0;
  }
}
