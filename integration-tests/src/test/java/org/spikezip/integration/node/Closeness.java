package org.spikezip.integration.node;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.spikezip.ir.Tensor;

/** Compares outputs as the ONNX project does: |a − b| ≤ atol + rtol·|b|, NaN equals NaN. */
final class Closeness {
  private static final double RELATIVE = 1e-3;
  private static final double ABSOLUTE = 1e-7;

  private Closeness() {}

  /** The first difference in words; empty if there is none. */
  static Optional<String> difference(Map<String, Tensor> expected, Map<String, Tensor> found) {
    for (Map.Entry<String, Tensor> entry : expected.entrySet()) {
      Optional<String> difference = difference(entry.getValue(), found.get(entry.getKey()));
      if (difference.isPresent()) {
        return difference.map(d -> "output '" + entry.getKey() + "': " + d);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> difference(Tensor expected, Tensor found) {
    if (found == null) {
      return Optional.of("is missing");
    }
    if (expected.type() != found.type() || !Arrays.equals(expected.dims(), found.dims())) {
      return Optional.of("expected " + expected + ", found " + found);
    }
    return expected.type().isFloat()
        ? difference(expected.floats(), found.floats())
        : difference(expected.longs(), found.longs());
  }

  private static Optional<String> difference(float[] expected, float[] found) {
    for (int i = 0; i < expected.length; i++) {
      double allowed = ABSOLUTE + RELATIVE * Math.abs((double) expected[i]);
      boolean same = Float.compare(expected[i], found[i]) == 0;
      if (!same && !(Math.abs((double) expected[i] - found[i]) <= allowed)) {
        return Optional.of("element " + i + " should be " + expected[i] + ", found " + found[i]);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> difference(long[] expected, long[] found) {
    int at = Arrays.mismatch(expected, found);
    return at < 0
        ? Optional.empty()
        : Optional.of("element " + at + " should be " + expected[at] + ", found " + found[at]);
  }
}
