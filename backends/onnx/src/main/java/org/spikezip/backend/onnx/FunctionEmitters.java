package org.spikezip.backend.onnx;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.spikezip.frontend.onnx.ElementTypes;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Node;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Clip;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.QuantizeLinear;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;
import org.spikezip.ir.op.Where;

/** Functions applied element by element. */
final class FunctionEmitters {
  private static final Map<UnaryKind, String> UNARY = new EnumMap<>(UnaryKind.class);
  private static final Map<BinaryKind, String> BINARY = new EnumMap<>(BinaryKind.class);

  static {
    UNARY.put(UnaryKind.NEG, "Neg");
    UNARY.put(UnaryKind.ABS, "Abs");
    UNARY.put(UnaryKind.EXP, "Exp");
    UNARY.put(UnaryKind.LOG, "Log");
    UNARY.put(UnaryKind.SQRT, "Sqrt");
    UNARY.put(UnaryKind.RECIPROCAL, "Reciprocal");
    UNARY.put(UnaryKind.RELU, "Relu");
    UNARY.put(UnaryKind.SIGMOID, "Sigmoid");
    UNARY.put(UnaryKind.TANH, "Tanh");
    UNARY.put(UnaryKind.ERF, "Erf");
    UNARY.put(UnaryKind.SIN, "Sin");
    UNARY.put(UnaryKind.COS, "Cos");
    UNARY.put(UnaryKind.FLOOR, "Floor");
    UNARY.put(UnaryKind.CEIL, "Ceil");
    UNARY.put(UnaryKind.ROUND, "Round");
    UNARY.put(UnaryKind.SIGN, "Sign");
    UNARY.put(UnaryKind.SOFTPLUS, "Softplus");
    UNARY.put(UnaryKind.NOT, "Not");
    UNARY.put(UnaryKind.IS_NAN, "IsNaN");
    BINARY.put(BinaryKind.ADD, "Add");
    BINARY.put(BinaryKind.SUB, "Sub");
    BINARY.put(BinaryKind.MUL, "Mul");
    BINARY.put(BinaryKind.DIV, "Div");
    BINARY.put(BinaryKind.POW, "Pow");
    BINARY.put(BinaryKind.MIN, "Min");
    BINARY.put(BinaryKind.MAX, "Max");
    BINARY.put(BinaryKind.EQUAL, "Equal");
    BINARY.put(BinaryKind.LESS, "Less");
    BINARY.put(BinaryKind.LESS_OR_EQUAL, "LessOrEqual");
    BINARY.put(BinaryKind.GREATER, "Greater");
    BINARY.put(BinaryKind.GREATER_OR_EQUAL, "GreaterOrEqual");
    BINARY.put(BinaryKind.AND, "And");
    BINARY.put(BinaryKind.OR, "Or");
    BINARY.put(BinaryKind.XOR, "Xor");
  }

  private FunctionEmitters() {}

  static void register(Emitters all) {
    all.put(Unary.class, FunctionEmitters::unary);
    all.put(Binary.class, FunctionEmitters::binary);
    all.put(Where.class, (node, op, out) -> out.direct(node, "Where"));
    all.put(
        Cast.class,
        (node, op, out) -> out.direct(node, "Cast", Attr.of("to", ElementTypes.onnx(op.to()))));
    all.put(Clip.class, FunctionEmitters::clip);
    all.put(QuantizeLinear.class, FunctionEmitters::quantize);
    all.put(DequantizeLinear.class, FunctionEmitters::dequantize);
  }

  static void unary(Node node, Unary op, OnnxGraph out) {
    List<String> x = out.inputs(node);
    List<String> y = out.outputs(node);
    switch (op.kind()) {
      case RSQRT -> out.add("Reciprocal", List.of(out.add("Sqrt", x)), y);
      case SILU -> out.add("Mul", List.of(x.get(0), out.add("Sigmoid", x)), y);
      case GELU, GELU_TANH -> gelu(node, op.kind() == UnaryKind.GELU_TANH, out);
      default -> out.add(UNARY.get(op.kind()), x, y);
    }
  }

  private static void gelu(Node node, boolean tanh, OnnxGraph out) {
    if (out.opset() >= 20) {
      out.direct(node, "Gelu", Attr.of("approximate", tanh ? "tanh" : "none"));
      return;
    }
    String x = out.name(node.input(0));
    ElementType type = out.type(node, 0);
    String curve;
    if (tanh) {
      String cube = out.add("Mul", List.of(out.add("Mul", List.of(x, x)), x));
      String bent = out.add("Mul", List.of(cube, out.scalar(type, 0.044715f)));
      String sum = out.add("Add", List.of(x, bent));
      String inner = out.add("Mul", List.of(sum, out.scalar(type, (float) Math.sqrt(2 / Math.PI))));
      curve = out.add("Tanh", List.of(inner));
    } else {
      String inner = out.add("Div", List.of(x, out.scalar(type, (float) Math.sqrt(2))));
      curve = out.add("Erf", List.of(inner));
    }
    String gate = out.add("Add", List.of(curve, out.scalar(type, 1)));
    String half = out.add("Mul", List.of(x, out.scalar(type, 0.5f)));
    out.add("Mul", List.of(half, gate), out.outputs(node));
  }

  private static void binary(Node node, Binary op, OnnxGraph out) {
    if (op.kind() == BinaryKind.MOD) {
      out.direct(node, "Mod", Attr.of("fmod", out.type(node, 0).isFloat()));
    } else {
      out.direct(node, BINARY.get(op.kind()));
    }
  }

  private static void clip(Node node, Clip op, OnnxGraph out) {
    ElementType type = out.type(node, 0);
    if (out.opset() < 11) {
      out.direct(node, "Clip", Attr.of("min", op.min()), Attr.of("max", op.max()));
      return;
    }
    String min = op.min() == Float.NEGATIVE_INFINITY ? "" : out.scalar(type, op.min());
    String max = op.max() == Float.POSITIVE_INFINITY ? "" : out.scalar(type, op.max());
    out.add("Clip", List.of(out.name(node.input(0)), min, max), out.outputs(node));
  }

  private static void quantize(Node node, QuantizeLinear op, OnnxGraph out) {
    boolean typed = node.hasInput(2) || op.type() == ElementType.U8 || out.opset() < 21;
    if (out.opset() < 13) {
      out.direct(node, "QuantizeLinear");
    } else if (out.opset() < 21) {
      out.direct(node, "QuantizeLinear", Attr.of("axis", op.axis()));
    } else if (typed) {
      out.direct(
          node,
          "QuantizeLinear",
          Attr.of("axis", op.axis()),
          Attr.of("block_size", op.blockSize()));
    } else {
      out.direct(
          node,
          "QuantizeLinear",
          Attr.of("axis", op.axis()),
          Attr.of("block_size", op.blockSize()),
          Attr.of("output_dtype", ElementTypes.onnx(op.type())));
    }
  }

  private static void dequantize(Node node, DequantizeLinear op, OnnxGraph out) {
    if (out.opset() < 13) {
      out.direct(node, "DequantizeLinear");
    } else if (out.opset() < 21) {
      out.direct(node, "DequantizeLinear", Attr.of("axis", op.axis()));
    } else {
      out.direct(
          node,
          "DequantizeLinear",
          Attr.of("axis", op.axis()),
          Attr.of("block_size", op.blockSize()));
    }
  }
}
