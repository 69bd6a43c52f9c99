package org.spikezip.frontend.torch.aten;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Concat;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.QuantizeLinear;
import org.spikezip.ir.op.Softmax;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;

/** Operators on torch's quantized tensors: what they mean on floats, between two quantizers. */
final class QuantizedOps {
  static final Map<String, Converter> ALL = new HashMap<>();
  private static final String QUANTIZED = "quantized::";

  static {
    ALL.put("quantize_per_tensor", n -> quantize(n, 1, 2, 3));
    ALL.put("quantize_per_channel", QuantizedOps::quantizeByChannel);
    ALL.put("dequantize", n -> n.tensors(dequantized(n, n.argument(0), "x")));
    ALL.put(QUANTIZED + "linear", n -> requantized(n, linear(n), 2));
    ALL.put(QUANTIZED + "linear_relu", n -> requantized(n, unary(n, UnaryKind.RELU, linear(n)), 2));
    ALL.put(QUANTIZED + "linear_tanh", n -> requantized(n, unary(n, UnaryKind.TANH, linear(n)), 2));
    // The range of the input is found anew for each input; canonical is one for all, calibrated.
    ALL.put(QUANTIZED + "linear_dynamic", n -> n.tensors(product(n, n.value(0))));
    ALL.put(
        QUANTIZED + "linear_relu_dynamic",
        n -> n.tensors(unary(n, UnaryKind.RELU, product(n, n.value(0)))));
    ALL.put(QUANTIZED + "matmul", n -> requantized(n, binary(n, new MatMul()), 2));
    ALL.put(QUANTIZED + "add", n -> requantized(n, binary(n, new Binary(BinaryKind.ADD)), 2));
    ALL.put(QUANTIZED + "mul", n -> requantized(n, binary(n, new Binary(BinaryKind.MUL)), 2));
    ALL.put(QUANTIZED + "add_relu", n -> rectified(n, BinaryKind.ADD));
    ALL.put(QUANTIZED + "mul_relu", n -> rectified(n, BinaryKind.MUL));
    ALL.put(QUANTIZED + "layer_norm", QuantizedOps::layerNorm);
    ALL.put(QUANTIZED + "softmax", QuantizedOps::softmax);
    ALL.put(QUANTIZED + "sigmoid", n -> requantized(n, unary(n, UnaryKind.SIGMOID, first(n)), 1));
    ALL.put(QUANTIZED + "cat", QuantizedOps::concat);
  }

  private QuantizedOps() {}

  private static Value first(AtenNode n) {
    return dequantized(n, n.argument(0), "x");
  }

  /** A quantized argument as floats. */
  static Value dequantized(AtenNode n, Object argument, String suffix) {
    if (!(argument instanceof QuantizedTensor q)) {
      return n.value(argument, suffix);
    }
    Value codes = n.value(q.codes(), suffix + "_codes");
    Value scale = n.constant(suffix + "_scale", q.scale());
    Value zero = n.constant(suffix + "_zero_point", q.zeroPoint());
    DequantizeLinear op = new DequantizeLinear(q.axis().orElse(0), 0);
    return n.add(suffix + "_floats", op, codes, scale, zero);
  }

  private static List<Object> quantize(AtenNode n, int scale, int zero, int dtype) {
    ElementType type = n.elementType(dtype).orElseThrow();
    Affine grid = Affine.of(n, n.argument(scale), n.argument(zero), 0, 0, 0);
    return List.of(quantized(n, grid, type, OptionalInt.empty()));
  }

  private static List<Object> quantizeByChannel(AtenNode n) {
    int axis = n.axis(0, 3);
    ElementType type = n.elementType(4).orElseThrow();
    Affine grid = Affine.of(n, n.argument(1), n.argument(2), axis, 0, 0);
    return List.of(quantized(n, grid, type, OptionalInt.of(axis)));
  }

  /** The first argument on a grid; codes of constants are known at once. */
  private static QuantizedTensor quantized(
      AtenNode n, Affine grid, ElementType type, OptionalInt axis) {
    if (n.argument(0) instanceof Tensor weight && type.bits() <= 16) {
      Tensor codes = grid.within(type).codes(weight, type);
      return new QuantizedTensor(codes, grid.scale(), grid.zeroTensor(type), axis);
    }
    return quantized(n, n.value(0), grid, type, axis);
  }

  static QuantizedTensor quantized(
      AtenNode n, Value x, Affine grid, ElementType type, OptionalInt axis) {
    Tensor scale = grid.scale();
    Tensor zero = grid.zeroTensor(type);
    QuantizeLinear op = new QuantizeLinear(axis.orElse(0), 0, type);
    Value codes = n.result(op, x, n.constant("scale", scale), n.constant("zero_point", zero));
    return new QuantizedTensor(new TorchValue(codes), scale, zero, axis);
  }

  /** Results are u8, with the scale and the zero point that arguments from here on give. */
  private static List<Object> requantized(AtenNode n, Value x, int scale) {
    Affine grid = Affine.of(n, n.argument(scale), n.argument(scale + 1), 0, 0, 0);
    ElementType type = resultType(n);
    return List.of(quantized(n, x, grid, type, OptionalInt.empty()));
  }

  /** The type of the first quantized argument. */
  private static ElementType resultType(AtenNode n) {
    Object first = n.list(0).get(0);
    return first instanceof QuantizedTensor q
        ? n.fact(n.value(q.codes(), "codes")).type()
        : ElementType.U8;
  }

  private static Value linear(AtenNode n) {
    return product(n, first(n));
  }

  private static Value product(AtenNode n, Value x) {
    if (!(n.argument(1) instanceof PackedWeight packed)) {
      throw n.unsupported("the packed weights must be a constant of the model");
    }
    Value weight = dequantized(n, packed.weight(), "weight");
    Value product = n.add("product", new MatMul(), x, LinearOps.transposed(n, "weight", weight));
    return packed.bias().isEmpty()
        ? product
        : n.add(
            "biased", new Binary(BinaryKind.ADD), product, n.constant("bias", packed.bias().get()));
  }

  private static Value unary(AtenNode n, UnaryKind kind, Value x) {
    return n.add("active", new Unary(kind), x);
  }

  private static Value binary(AtenNode n, Op op) {
    return n.add("combined", op, first(n), dequantized(n, n.argument(1), "y"));
  }

  private static List<Object> rectified(AtenNode n, BinaryKind kind) {
    return requantized(n, unary(n, UnaryKind.RELU, binary(n, new Binary(kind))), 2);
  }

  private static List<Object> layerNorm(AtenNode n) {
    if (!n.has(2) || !n.has(3)) {
      throw n.unsupported("a quantized layer_norm without weight and bias");
    }
    LayerNorm op = new LayerNorm(-n.list(1).size(), (float) n.real(4));
    Value norm = n.add("norm", op, first(n), n.value(2), n.value(3));
    return requantized(n, norm, 5);
  }

  private static List<Object> softmax(AtenNode n) {
    Value x = first(n);
    int axis = n.front(n.shape(x).rank(), n.integer(1));
    return requantized(n, n.add("weights", new Softmax(axis), x), 2);
  }

  private static List<Object> concat(AtenNode n) {
    List<Value> parts = new ArrayList<>();
    for (Object part : n.list(0)) {
      parts.add(dequantized(n, part, "part" + parts.size()));
    }
    int axis = n.front(n.shape(parts.get(0)).rank(), n.integer(1));
    return requantized(n, n.add("whole", new Concat(axis), parts.toArray(new Value[0])), 2);
  }
}
