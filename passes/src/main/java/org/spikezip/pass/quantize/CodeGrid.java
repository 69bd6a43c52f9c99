package org.spikezip.pass.quantize;

import java.util.Arrays;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Quantizer;
import org.spikezip.ir.op.Rounding;

/**
 * How a quantizer makes codes, {@code clip(round(x/theta), min, max)}. Equal ones make equal codes.
 *
 * @param theta f32, one number or one a channel so that it broadcasts against x
 * @param rounding what happens to ties
 * @param min S_min, i32, one number or one a channel
 * @param max S_max, i32, one number or one a channel
 */
record CodeGrid(Tensor theta, Rounding rounding, Tensor min, Tensor max) {
  CodeGrid {
    theta = theta.size() == 1 ? Tensor.scalar(theta.floats()[0]) : theta;
    min = min.size() == 1 ? codes(min.ints()[0]) : min;
    max = max.size() == 1 ? codes(max.ints()[0]) : max;
  }

  CodeGrid(Tensor theta, Rounding rounding, int min, int max) {
    this(theta, rounding, codes(min), codes(max));
  }

  private static Tensor codes(int code) {
    return Tensor.of(new int[] {code});
  }

  boolean isPerTensor() {
    return theta.size() == 1 && min.size() == 1 && max.size() == 1;
  }

  Quantizer op() {
    int least = Arrays.stream(min.ints()).min().orElse(0);
    int most = Arrays.stream(max.ints()).max().orElse(0);
    return new Quantizer(rounding, least, most);
  }

  /** The same with codes clipped to others, where that leaves any. */
  CodeGrid within(int low, int high) {
    return new CodeGrid(theta, rounding, clipped(min, low, high), clipped(max, low, high));
  }

  private static Tensor clipped(Tensor codes, int low, int high) {
    int[] clipped =
        Arrays.stream(codes.ints()).map(c -> Math.max(low, Math.min(high, c))).toArray();
    return Tensor.of(clipped, codes.dims());
  }
}
