package org.spikezip.frontend.onnx.importer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.frontend.onnx.ElementTypes;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;

/** Functions of one number that are canonical as they are, and conversions of type. */
final class UnaryConverters {
  static final Map<String, Converter> ONNX = new HashMap<>();

  static {
    Map.ofEntries(
            Map.entry("Neg", UnaryKind.NEG),
            Map.entry("Abs", UnaryKind.ABS),
            Map.entry("Exp", UnaryKind.EXP),
            Map.entry("Log", UnaryKind.LOG),
            Map.entry("Sqrt", UnaryKind.SQRT),
            Map.entry("Reciprocal", UnaryKind.RECIPROCAL),
            Map.entry("Relu", UnaryKind.RELU),
            Map.entry("Sigmoid", UnaryKind.SIGMOID),
            Map.entry("Tanh", UnaryKind.TANH),
            Map.entry("Erf", UnaryKind.ERF),
            Map.entry("Sin", UnaryKind.SIN),
            Map.entry("Cos", UnaryKind.COS),
            Map.entry("Floor", UnaryKind.FLOOR),
            Map.entry("Ceil", UnaryKind.CEIL),
            Map.entry("Round", UnaryKind.ROUND),
            Map.entry("Sign", UnaryKind.SIGN),
            Map.entry("Softplus", UnaryKind.SOFTPLUS),
            Map.entry("Not", UnaryKind.NOT),
            Map.entry("IsNaN", UnaryKind.IS_NAN))
        .forEach(
            (type, kind) -> ONNX.put(type, n -> List.of(n.result(new Unary(kind), n.require(0)))));
    ONNX.put("Cast", UnaryConverters::cast);
    ONNX.put("CastLike", n -> cast(n, n.fact(1).type()));
  }

  private UnaryConverters() {}

  private static List<Value> cast(OnnxNode n) {
    int to = n.attributes().whole("to", 0);
    return cast(
        n,
        ElementTypes.ofOnnx(to)
            .orElseThrow(
                () ->
                    new SpikezipException(
                        ErrorCode.UNSUPPORTED, "casts to type " + ElementTypes.describe(to))));
  }

  private static List<Value> cast(OnnxNode n, ElementType to) {
    return List.of(n.result(new Cast(to), n.require(0)));
  }
}
