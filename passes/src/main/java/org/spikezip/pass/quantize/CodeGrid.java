package org.spikezip.pass.quantize;

import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Quantizer;
import org.spikezip.ir.op.Rounding;

/**
 * How a quantizer makes codes, {@code clip(round(x/theta), min, max)}. Equal ones make equal codes.
 *
 * @param theta f32, one number or one a channel so that it broadcasts against x
 * @param rounding what happens to ties
 * @param min S_min
 * @param max S_max
 */
record CodeGrid(Tensor theta, Rounding rounding, int min, int max) {
  CodeGrid {
    theta = theta.size() == 1 ? Tensor.scalar(theta.floats()[0]) : theta;
  }

  Quantizer op() {
    return new Quantizer(rounding, min, max);
  }
}
