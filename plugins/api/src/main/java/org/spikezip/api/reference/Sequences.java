package org.spikezip.api.reference;

import java.util.Arrays;
import java.util.List;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Fill;
import org.spikezip.ir.op.Range;
import org.spikezip.ir.op.ShapeOf;

/** Values made of numbers that say how large they are. */
final class Sequences {
  private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;

  private Sequences() {}

  static Tensor shape(ShapeOf op, List<Tensor> inputs) {
    long[] dims = Arrays.stream(inputs.get(0).dims()).asLongStream().toArray();
    return Tensor.of(dims, dims.length);
  }

  static Tensor fill(Fill op, List<Tensor> inputs) {
    if (op.value().size() != 1) {
      throw Operands.malformed("fill takes a value of one element, found " + op.value());
    }
    int[] dims = Operands.smallNumbers(inputs.get(0), "dimension");
    return Elements.broadcast(op.value().reshape(), dims);
  }

  /** {@code start + i·step} for all i from 0 for which that lies before limit. */
  static Tensor range(Range op, List<Tensor> inputs) {
    Tensor first = inputs.get(0);
    for (Tensor input : inputs) {
      Elements.requireSameType(first, input);
      if (input.size() != 1) {
        throw Operands.malformed("range takes numbers, found " + input);
      }
    }
    return first.type().isFloat() ? floats(inputs) : integers(inputs);
  }

  private static Tensor integers(List<Tensor> inputs) {
    long start = inputs.get(0).longs()[0];
    long limit = inputs.get(1).longs()[0];
    long step = inputs.get(2).longs()[0];
    if (step == 0) {
      throw noEnd(inputs);
    }
    long n = Math.max(0, -Math.floorDiv(Math.subtractExact(start, limit), step));
    if (n > MOST_ELEMENTS) {
      throw noEnd(inputs);
    }
    long[] values = new long[(int) n];
    Arrays.setAll(values, i -> start + i * step);
    return Tensor.ofLongs(inputs.get(0).type(), values, (int) n);
  }

  private static Tensor floats(List<Tensor> inputs) {
    double start = Elements.doubles(inputs.get(0))[0];
    double limit = Elements.doubles(inputs.get(1))[0];
    double step = Elements.doubles(inputs.get(2))[0];
    double n = Math.ceil((limit - start) / step);
    if (step == 0 || Double.isNaN(n) || n > MOST_ELEMENTS) {
      throw noEnd(inputs);
    }
    double[] values = new double[(int) Math.max(0, n)];
    boolean wide = inputs.get(0).type() == ElementType.F64;
    Arrays.setAll(values, i -> wide ? start + i * step : (float) start + i * (float) step);
    return Elements.ofDoubles(inputs.get(0).type(), values, values.length);
  }

  private static SpikezipException noEnd(List<Tensor> inputs) {
    List<Double> numbers =
        inputs.stream().map(t -> Elements.doubles(Casts.cast(t, ElementType.F64))[0]).toList();
    return Operands.malformed("range (start, limit, step) " + numbers + " has no end");
  }
}
