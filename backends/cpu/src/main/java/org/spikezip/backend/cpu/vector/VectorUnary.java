package org.spikezip.backend.cpu.vector;

import static org.spikezip.backend.cpu.vector.Lanes.FLOATS;
import static org.spikezip.backend.cpu.vector.Lanes.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.spikezip.api.function.UnaryFunction;

/**
 * One loop per {@link UnaryFunction}: a loop shared by several would call through a table and
 * allocate every vector.
 *
 * <p>{@code end} is where the last vector of the row begins, relative to the offsets; see {@link
 * Lanes}.
 */
final class VectorUnary {
  private VectorUnary() {}

  /** Applies the function, or returns false if there is no loop for it. */
  static boolean apply(UnaryFunction function, float[] in, int from, float[] out, int to, int end) {
    switch (function) {
      case EXP -> exp(in, from, out, to, end);
      case SIGMOID -> sigmoid(in, from, out, to, end);
      case SILU -> silu(in, from, out, to, end);
      case TANH -> tanh(in, from, out, to, end);
      case GELU_TANH -> geluTanh(in, from, out, to, end);
      case ERF -> erf(in, from, out, to, end);
      case GELU -> gelu(in, from, out, to, end);
      case SQRT -> sqrt(in, from, out, to, end);
      case RSQRT -> rsqrt(in, from, out, to, end);
      case RECIPROCAL -> reciprocal(in, from, out, to, end);
      case RELU -> relu(in, from, out, to, end);
      case NEG -> neg(in, from, out, to, end);
      case ABS -> abs(in, from, out, to, end);
      default -> {
        return false;
      }
    }
    return true;
  }

  static void exp(float[] in, int from, float[] out, int to, int end) {
    FloatVector next = FloatVector.fromArray(FLOATS, in, from);
    for (int i = 0, at = 0; i < end + LANES; i += LANES) {
      FloatVector x = next;
      int ahead = Math.min(i + LANES, end);
      next = FloatVector.fromArray(FLOATS, in, from + ahead);
      VectorExp.exp(x).intoArray(out, to + at);
      at = ahead;
    }
  }

  private static void sigmoid(float[] in, int from, float[] out, int to, int end) {
    FloatVector next = FloatVector.fromArray(FLOATS, in, from);
    for (int i = 0, at = 0; i < end + LANES; i += LANES) {
      FloatVector x = next;
      int ahead = Math.min(i + LANES, end);
      next = FloatVector.fromArray(FLOATS, in, from + ahead);
      VectorExp.sigmoid(x).intoArray(out, to + at);
      at = ahead;
    }
  }

  private static void silu(float[] in, int from, float[] out, int to, int end) {
    FloatVector next = FloatVector.fromArray(FLOATS, in, from);
    for (int i = 0, at = 0; i < end + LANES; i += LANES) {
      FloatVector x = next;
      int ahead = Math.min(i + LANES, end);
      next = FloatVector.fromArray(FLOATS, in, from + ahead);
      VectorExp.silu(x).intoArray(out, to + at);
      at = ahead;
    }
  }

  private static void tanh(float[] in, int from, float[] out, int to, int end) {
    FloatVector next = FloatVector.fromArray(FLOATS, in, from);
    for (int i = 0, at = 0; i < end + LANES; i += LANES) {
      FloatVector x = next;
      int ahead = Math.min(i + LANES, end);
      next = FloatVector.fromArray(FLOATS, in, from + ahead);
      VectorTanh.tanh(x).intoArray(out, to + at);
      at = ahead;
    }
  }

  private static void geluTanh(float[] in, int from, float[] out, int to, int end) {
    FloatVector next = FloatVector.fromArray(FLOATS, in, from);
    for (int i = 0, at = 0; i < end + LANES; i += LANES) {
      FloatVector x = next;
      int ahead = Math.min(i + LANES, end);
      next = FloatVector.fromArray(FLOATS, in, from + ahead);
      VectorTanh.geluTanh(x).intoArray(out, to + at);
      at = ahead;
    }
  }

  private static void erf(float[] in, int from, float[] out, int to, int end) {
    FloatVector next = FloatVector.fromArray(FLOATS, in, from);
    for (int i = 0, at = 0; i < end + LANES; i += LANES) {
      FloatVector x = next;
      int ahead = Math.min(i + LANES, end);
      next = FloatVector.fromArray(FLOATS, in, from + ahead);
      VectorErf.erf(x).intoArray(out, to + at);
      at = ahead;
    }
  }

  private static void gelu(float[] in, int from, float[] out, int to, int end) {
    FloatVector next = FloatVector.fromArray(FLOATS, in, from);
    for (int i = 0, at = 0; i < end + LANES; i += LANES) {
      FloatVector x = next;
      int ahead = Math.min(i + LANES, end);
      next = FloatVector.fromArray(FLOATS, in, from + ahead);
      VectorErf.gelu(x).intoArray(out, to + at);
      at = ahead;
    }
  }

  private static void sqrt(float[] in, int from, float[] out, int to, int end) {
    FloatVector last = FloatVector.fromArray(FLOATS, in, from + end).sqrt();
    for (int i = 0; i < end; i += LANES) {
      FloatVector.fromArray(FLOATS, in, from + i).sqrt().intoArray(out, to + i);
    }
    last.intoArray(out, to + end);
  }

  private static void rsqrt(float[] in, int from, float[] out, int to, int end) {
    FloatVector last =
        FloatVector.broadcast(FLOATS, 1f).div(FloatVector.fromArray(FLOATS, in, from + end).sqrt());
    for (int i = 0; i < end; i += LANES) {
      FloatVector.broadcast(FLOATS, 1f)
          .div(FloatVector.fromArray(FLOATS, in, from + i).sqrt())
          .intoArray(out, to + i);
    }
    last.intoArray(out, to + end);
  }

  private static void reciprocal(float[] in, int from, float[] out, int to, int end) {
    FloatVector last =
        FloatVector.broadcast(FLOATS, 1f).div(FloatVector.fromArray(FLOATS, in, from + end));
    for (int i = 0; i < end; i += LANES) {
      FloatVector.broadcast(FLOATS, 1f)
          .div(FloatVector.fromArray(FLOATS, in, from + i))
          .intoArray(out, to + i);
    }
    last.intoArray(out, to + end);
  }

  private static void relu(float[] in, int from, float[] out, int to, int end) {
    FloatVector last = positive(FloatVector.fromArray(FLOATS, in, from + end));
    for (int i = 0; i < end; i += LANES) {
      positive(FloatVector.fromArray(FLOATS, in, from + i)).intoArray(out, to + i);
    }
    last.intoArray(out, to + end);
  }

  private static void neg(float[] in, int from, float[] out, int to, int end) {
    FloatVector last = FloatVector.fromArray(FLOATS, in, from + end).neg();
    for (int i = 0; i < end; i += LANES) {
      FloatVector.fromArray(FLOATS, in, from + i).neg().intoArray(out, to + i);
    }
    last.intoArray(out, to + end);
  }

  private static void abs(float[] in, int from, float[] out, int to, int end) {
    FloatVector last = FloatVector.fromArray(FLOATS, in, from + end).abs();
    for (int i = 0; i < end; i += LANES) {
      FloatVector.fromArray(FLOATS, in, from + i).abs().intoArray(out, to + i);
    }
    last.intoArray(out, to + end);
  }

  private static FloatVector positive(FloatVector x) {
    return x.blend(0f, x.compare(VectorOperators.LT, 0f));
  }
}
