package org.spikezip.backend.cpu;

import java.util.LinkedHashMap;
import java.util.Map;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;

/** Rate input: at step t of k, t/k of every float input has arrived. */
final class InputSpread {
  private InputSpread() {}

  /** What has arrived after step {@code step} of {@code steps}; integer inputs arrive whole. */
  static Map<String, Tensor> at(Map<String, Tensor> inputs, int step, int steps) {
    if (step >= steps) {
      return inputs;
    }
    Map<String, Tensor> arrived = new LinkedHashMap<>();
    inputs.forEach(
        (name, tensor) ->
            arrived.put(
                name, tensor.type() == ElementType.F32 ? part(tensor, step, steps) : tensor));
    return arrived;
  }

  private static Tensor part(Tensor tensor, int step, int steps) {
    float[] values = tensor.floats();
    float share = (float) step / steps;
    for (int i = 0; i < values.length; i++) {
      values[i] *= share;
    }
    return Tensor.of(values, tensor.dims());
  }
}
