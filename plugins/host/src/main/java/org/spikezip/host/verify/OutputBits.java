package org.spikezip.host.verify;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import org.spikezip.ir.Tensor;

/**
 * How two tensors differ bit for bit.
 *
 * @param mismatches elements that differ; all of them if type or shape do
 * @param first index of the first one; −1 if type or shape differ
 * @param expected the first one as text
 * @param found the first one as text
 */
record OutputBits(long mismatches, int first, String expected, String found) {
  static final OutputBits EQUAL = new OutputBits(0, -1, "", "");

  /** Compares; {@code found} may be null where there is no such output. */
  static OutputBits compare(Tensor expected, Tensor found) {
    if (found == null
        || expected.type() != found.type()
        || !Arrays.equals(expected.dims(), found.dims())) {
      return new OutputBits(
          Math.max(1, expected.size()),
          -1,
          expected.toString(),
          found == null ? "nothing" : found.toString());
    }
    if (expected.equals(found)) {
      return EQUAL;
    }
    ByteBuffer a = expected.bytes();
    ByteBuffer b = found.bytes();
    int bytes = Math.max(1, expected.type().bits() / 8);
    long mismatches = 0;
    int first = -1;
    for (int at = 0; at < a.limit(); at += bytes) {
      if (!a.slice(at, bytes).equals(b.slice(at, bytes))) {
        mismatches++;
        first = first < 0 ? at / bytes : first;
      }
    }
    return new OutputBits(mismatches, first, text(expected, first), text(found, first));
  }

  private static String text(Tensor tensor, int element) {
    if (!tensor.type().isFloat()) {
      return Long.toString(tensor.longs()[element]);
    }
    float value = tensor.floats()[element];
    return String.format(Locale.ROOT, "%s (0x%08x)", value, Float.floatToRawIntBits(value));
  }
}
