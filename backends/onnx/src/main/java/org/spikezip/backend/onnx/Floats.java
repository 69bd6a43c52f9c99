package org.spikezip.backend.onnx;

import java.util.List;
import org.spikezip.frontend.onnx.ElementTypes;
import org.spikezip.ir.ElementType;

/**
 * Arithmetic of float32 values in ONNX, one operator and so one rounding each. Operands and results
 * are names.
 */
record Floats(OnnxGraph out) {
  String of(float value) {
    return out.scalar(value);
  }

  String plus(String a, String b) {
    return out.add("Add", List.of(a, b));
  }

  String minus(String a, String b) {
    return out.add("Sub", List.of(a, b));
  }

  String times(String a, String b) {
    return out.add("Mul", List.of(a, b));
  }

  String over(String a, String b) {
    return out.add("Div", List.of(a, b));
  }

  /**
   * 1/a, as −(−1/a): optimizers make a division of a product with 1/a, which rounds differently.
   */
  String reciprocal(String a) {
    return negated(over(of(-1), a));
  }

  String negated(String a) {
    return out.add("Neg", List.of(a));
  }

  String magnitude(String a) {
    return out.add("Abs", List.of(a));
  }

  String larger(String a, String b) {
    return out.add("Max", List.of(a, b));
  }

  String smaller(String a, String b) {
    return out.add("Min", List.of(a, b));
  }

  /** Booleans: a above b; false where one is NaN. */
  String above(String a, String b) {
    return out.add("Greater", List.of(a, b));
  }

  String equal(String a, String b) {
    return out.add("Equal", List.of(a, b));
  }

  String isNan(String a) {
    return out.add("IsNaN", List.of(a));
  }

  String where(String condition, String then, String otherwise) {
    return out.add("Where", List.of(condition, then, otherwise));
  }

  String cast(String a, ElementType to) {
    return out.add("Cast", List.of(a), Attr.of("to", ElementTypes.onnx(to)));
  }

  /**
   * The square root, correctly rounded: ONNX does not say how a float root is rounded, and rounding
   * a root of 53 bits to 24 rounds as if once.
   */
  String root(String a) {
    return cast(out.add("Sqrt", List.of(cast(a, ElementType.F64))), ElementType.F32);
  }

  /** The polynomial with these coefficients, of the highest power first, by Horner's rule. */
  String polynomial(String x, float... coefficients) {
    String p = of(coefficients[0]);
    for (int i = 1; i < coefficients.length; i++) {
      p = plus(times(p, x), of(coefficients[i]));
    }
    return p;
  }
}
