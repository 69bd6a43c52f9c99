package org.spikezip.frontend.onnx.importer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Where;

/** Functions of two or more numbers with broadcasting. */
final class BinaryConverters {
  static final Map<String, Converter> ONNX = new HashMap<>();

  static {
    Map.ofEntries(
            Map.entry("Add", BinaryKind.ADD),
            Map.entry("Sub", BinaryKind.SUB),
            Map.entry("Mul", BinaryKind.MUL),
            Map.entry("Div", BinaryKind.DIV),
            Map.entry("Equal", BinaryKind.EQUAL),
            Map.entry("Less", BinaryKind.LESS),
            Map.entry("LessOrEqual", BinaryKind.LESS_OR_EQUAL),
            Map.entry("Greater", BinaryKind.GREATER),
            Map.entry("GreaterOrEqual", BinaryKind.GREATER_OR_EQUAL),
            Map.entry("And", BinaryKind.AND),
            Map.entry("Or", BinaryKind.OR),
            Map.entry("Xor", BinaryKind.XOR))
        .forEach((type, kind) -> ONNX.put(type, n -> binary(n, kind)));
    ONNX.put("Pow", BinaryConverters::pow);
    ONNX.put("Mod", BinaryConverters::mod);
    ONNX.put("Sum", n -> chain(n, BinaryKind.ADD));
    ONNX.put("Min", n -> chain(n, BinaryKind.MIN));
    ONNX.put("Max", n -> chain(n, BinaryKind.MAX));
    ONNX.put("Mean", BinaryConverters::mean);
    ONNX.put(
        "Where", n -> List.of(n.result(new Where(), n.require(0), n.require(1), n.require(2))));
  }

  private BinaryConverters() {}

  private static List<Value> binary(OnnxNode n, BinaryKind kind) {
    // Before opset 7 broadcasting was told by attributes, and aligned from the left.
    return n.attributes().has("broadcast")
        ? Converter.LEAVE
        : List.of(n.result(new Binary(kind), n.require(0), n.require(1)));
  }

  private static List<Value> pow(OnnxNode n) {
    ElementType base = n.fact(0).type();
    ElementType exponent = n.fact(1).type();
    if (base == exponent) {
      return binary(n, BinaryKind.POW);
    }
    if (!base.isFloat() || (exponent == ElementType.F64 && base != ElementType.F64)) {
      return Converter.LEAVE;
    }
    Value cast = n.add("exponent", new Cast(base), n.require(1));
    return List.of(n.result(new Binary(BinaryKind.POW), n.require(0), cast));
  }

  /** Canonical is C's fmod of floats and the modulus with the divisor's sign of integers. */
  private static List<Value> mod(OnnxNode n) {
    return n.attributes().flag("fmod", false) == n.fact(0).type().isFloat()
        ? binary(n, BinaryKind.MOD)
        : Converter.LEAVE;
  }

  private static List<Value> chain(OnnxNode n, BinaryKind kind) {
    Value result = n.require(0);
    for (int i = 1; i < n.inputs(); i++) {
      boolean last = i == n.inputs() - 1;
      Binary op = new Binary(kind);
      result = last ? n.result(op, result, n.require(i)) : n.add("" + i, op, result, n.require(i));
    }
    return List.of(result);
  }

  private static List<Value> mean(OnnxNode n) {
    Value sum = n.require(0);
    for (int i = 1; i < n.inputs(); i++) {
      sum = n.add("sum" + i, new Binary(BinaryKind.ADD), sum, n.require(i));
    }
    Value count = n.scalar("count", n.fact(0).type(), n.inputs());
    return List.of(n.result(new Binary(BinaryKind.DIV), sum, count));
  }
}
