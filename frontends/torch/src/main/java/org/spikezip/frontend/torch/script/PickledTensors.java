package org.spikezip.frontend.torch.script;

import java.util.List;

/** What becomes of the tensors of a pickle, from the arguments that it gives for them. */
interface PickledTensors {
  /** A call of {@code _rebuild_tensor_v2}. */
  Object tensor(List<Object> arguments);

  /** A call of {@code _rebuild_qtensor}. */
  Object quantized(List<Object> arguments, Numbers numbers);

  /** How scales and zero points along an axis are read; both may be lists or tensors. */
  interface Numbers {
    float[] floats(Object pickled);

    long[] longs(Object pickled);
  }
}
