package org.spikezip.frontend.onnx.importer;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.spikezip.ir.Tensor;

/** Finds elements of weights that are no numbers. */
final class NaNs {
  private NaNs() {}

  /** Row-major index of the first NaN of a floating-point tensor, or −1. */
  static int first(Tensor tensor) {
    ByteBuffer bytes = tensor.bytes();
    int size = tensor.size();
    switch (tensor.type()) {
      case F32 -> {
        FloatBuffer floats = bytes.asFloatBuffer();
        for (int i = 0; i < size; i++) {
          if (Float.isNaN(floats.get(i))) {
            return i;
          }
        }
      }
      case F64 -> {
        for (int i = 0; i < size; i++) {
          if (Double.isNaN(bytes.getDouble(8 * i))) {
            return i;
          }
        }
      }
      default -> {
        int infinity = tensor.type() == org.spikezip.ir.ElementType.F16 ? 0x7c00 : 0x7f80;
        for (int i = 0; i < size; i++) {
          if ((bytes.getShort(2 * i) & 0x7fff) > infinity) {
            return i;
          }
        }
      }
    }
    return -1;
  }
}
