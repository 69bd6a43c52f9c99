package org.spikezip.frontend.onnx.importer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Where;

/**
 * Operators that take integers and give integers, as the operator of floats between quantizations:
 * QLinearConv(x, …) is QuantizeLinear(Conv(DequantizeLinear(x), …)). Left to the host: scales that
 * are not constant, or are of other axes than a channel.
 *
 * <p>Source: ONNX QLinearMatMul-10 and -21, QLinearConv-10; ONNX Runtime's contributed operators.
 */
final class QLinearConverters {
  static final Map<String, Converter> ONNX = new HashMap<>();
  static final Map<String, Converter> MICROSOFT = new HashMap<>();

  static {
    ONNX.put("QLinearMatMul", QLinearConverters::matMul);
    ONNX.put("QLinearConv", QLinearConverters::conv);
    MICROSOFT.put("QGemm", QLinearConverters::gemm);
    MICROSOFT.put("QLinearAdd", QLinearConverters::add);
    MICROSOFT.put("QLinearMul", QLinearConverters::multiply);
    MICROSOFT.put("QLinearSigmoid", n -> unary(n, "Sigmoid"));
    MICROSOFT.put("QLinearLeakyRelu", n -> unary(n, "LeakyRelu", "alpha"));
    MICROSOFT.put("QLinearSoftmax", QLinearConverters::softmax);
    MICROSOFT.put("QLinearReduceMean", n -> unary(n, "ReduceMean", "axes", "keepdims"));
    MICROSOFT.put("QLinearAveragePool", QLinearConverters::averagePool);
    MICROSOFT.put("QLinearGlobalAveragePool", QLinearConverters::globalAveragePool);
    MICROSOFT.put("QLinearConcat", QLinearConverters::concat);
    MICROSOFT.put("QLinearWhere", QLinearConverters::where);
  }

  private QLinearConverters() {}

  /** Inputs: a, b and y, each with scale and zero point (y without a value). */
  private static List<Value> matMul(OnnxNode n) {
    QuantizedOperands q = new QuantizedOperands(n);
    Shape b = n.shape(3);
    long columns = b.known() && b.rank() >= 2 && b.dim(-1).isFixed() ? b.dim(-1).size() : 1;
    if (!q.isPerTensor(1, 2) || !q.isPerChannel(4, 5, columns) || !q.isPerTensor(6, 7)) {
      return Converter.LEAVE;
    }
    Value left = q.tensor("a", 0, 1, 2);
    Value right = q.channels("b", 3, 4, 5, -1);
    return List.of(q.result(n.add("float", new MatMul(), left, right), 6, 7));
  }

  /** Inputs: x, w and y as above, and a bias of steps {@code scale(x)·scale(w)}. */
  private static List<Value> conv(OnnxNode n) {
    QuantizedOperands q = new QuantizedOperands(n);
    Shape w = n.shape(3);
    long channels = w.known() && w.rank() >= 3 && w.dim(0).isFixed() ? w.dim(0).size() : 1;
    Optional<Tensor> steps = biasSteps(n, 1, 4, 1);
    if (!q.isPerTensor(1, 2)
        || !q.isPerChannel(4, 5, channels)
        || !q.isPerTensor(6, 7)
        || (n.hasInput(8) && steps.isEmpty())) {
      return Converter.LEAVE;
    }
    List<Value> operands = new ArrayList<>();
    operands.add(q.tensor("x", 0, 1, 2));
    operands.add(q.channels("w", 3, 4, 5, 0));
    if (n.hasInput(8)) {
      operands.add(bias(n, n.input(8), steps.orElseThrow()));
    }
    String[] kept = {"auto_pad", "dilations", "group", "kernel_shape", "pads", "strides"};
    return List.of(q.result(n.call("float", "", "Conv", operands, kept).get(0), 6, 7));
  }

  /**
   * Inputs: a, b with scales and zero points, a bias of steps {@code α·scale(a)·scale(b)}, and
   * scale and zero point of y; without these y is float.
   */
  private static List<Value> gemm(OnnxNode n) {
    QuantizedOperands q = new QuantizedOperands(n);
    boolean turned = n.attributes().flag("transB", false);
    Shape b = n.shape(3);
    Dim columns = b.known() && b.rank() == 2 ? b.dim(turned ? 0 : 1) : Dim.of(1);
    Optional<Tensor> steps = biasSteps(n, 1, 4, n.attributes().real("alpha", 1));
    boolean quantized = n.hasInput(7);
    if (!q.isPerTensor(1, 2)
        || !q.isPerChannel(4, 5, columns.isFixed() ? columns.size() : 1)
        || (quantized && !q.isPerTensor(7, 8))
        || (n.hasInput(6) && steps.isEmpty())) {
      return Converter.LEAVE;
    }
    List<Value> operands = new ArrayList<>();
    operands.add(q.tensor("a", 0, 1, 2));
    operands.add(q.channels("b", 3, 4, 5, turned ? 0 : 1));
    if (n.hasInput(6)) {
      operands.add(bias(n, n.input(6), steps.orElseThrow()));
    }
    String[] kept = {"alpha", "transA", "transB"};
    List<Value> made = n.call(quantized ? "float" : "", "", "Gemm", operands, kept);
    return quantized ? List.of(q.result(made.get(0), 7, 8)) : made;
  }

  /** α times the products of two scales, if these are constant. */
  private static Optional<Tensor> biasSteps(OnnxNode n, int left, int right, float alpha) {
    Optional<Tensor> a = n.constant(left).filter(t -> t.size() == 1);
    return a.flatMap(one -> n.constant(right).map(t -> scaled(t, one.floats()[0], alpha)));
  }

  private static Tensor scaled(Tensor scales, float by, float alpha) {
    float[] steps = scales.floats();
    for (int i = 0; i < steps.length; i++) {
      steps[i] = alpha * by * steps[i];
    }
    return Tensor.of(steps, scales.dims());
  }

  private static Value bias(OnnxNode n, Value integers, Tensor steps) {
    Value step = n.constant("bias.scale", steps);
    return n.add("bias", new DequantizeLinear(-1, 0), integers, step);
  }

  /**
   * Inputs: a, b and y, each with scale and zero point (y without a value). As ONNX Runtime does,
   * adds in units of y: {@code a·(scale(a)/scale(y)) + b·(scale(b)/scale(y))}. Where these ratios
   * are 1 or ½, as in 1 + erf(x), every sum may be a tie, and only so do both see it as one.
   */
  private static List<Value> add(OnnxNode n) {
    QuantizedOperands q = new QuantizedOperands(n);
    if (!isBinary(q)) {
      return Converter.LEAVE;
    }
    Value a = q.dequantized("a", n.require(0), ratio(n, "a.ratio", 1), n.input(2), 0);
    Value b = q.dequantized("b", n.require(3), ratio(n, "b.ratio", 4), n.input(5), 0);
    Value sum = n.add("float", new Binary(BinaryKind.ADD), a, b);
    return List.of(q.result(sum, n.constant("unit", Tensor.scalar(1f)), 7));
  }

  /** A scale in units of that of y. */
  private static Value ratio(OnnxNode n, String suffix, int scale) {
    return n.add(suffix, new Binary(BinaryKind.DIV), n.require(scale), n.require(6));
  }

  /** Inputs as above. */
  private static List<Value> multiply(OnnxNode n) {
    QuantizedOperands q = new QuantizedOperands(n);
    if (!isBinary(q)) {
      return Converter.LEAVE;
    }
    Value a = q.tensor("a", 0, 1, 2);
    Value b = q.tensor("b", 3, 4, 5);
    return List.of(q.result(n.add("float", new Binary(BinaryKind.MUL), a, b), 6, 7));
  }

  private static boolean isBinary(QuantizedOperands q) {
    return q.isPerTensor(1, 2) && q.isPerTensor(4, 5) && q.isPerTensor(6, 7);
  }

  /** Inputs: x and y, each with scale and zero point. */
  private static List<Value> unary(OnnxNode n, String type, String... kept) {
    QuantizedOperands q = new QuantizedOperands(n);
    if (!q.isPerTensor(1, 2) || !q.isPerTensor(3, 4)) {
      return Converter.LEAVE;
    }
    Value x = q.tensor("x", 0, 1, 2);
    return List.of(q.result(n.call("float", "", type, List.of(x), kept).get(0), 3, 4));
  }

  /** The node says by which opset its axis counts. */
  private static List<Value> softmax(OnnxNode n) {
    boolean flattens = n.attributes().whole("opset", 13) < 13;
    return flattens == n.opsetOf("") < 13 ? unary(n, "Softmax", "axis") : Converter.LEAVE;
  }

  private static List<Value> averagePool(OnnxNode n) {
    String[] kept = {
      "auto_pad", "ceil_mode", "count_include_pad", "kernel_shape", "pads", "strides"
    };
    return n.attributes().flag("channels_last", false)
        ? Converter.LEAVE
        : unary(n, "AveragePool", kept);
  }

  private static List<Value> globalAveragePool(OnnxNode n) {
    return n.attributes().flag("channels_last", false)
        ? Converter.LEAVE
        : unary(n, "GlobalAveragePool");
  }

  /** Inputs: a condition; a, b and y, each with scale and zero point (y without a value). */
  private static List<Value> where(OnnxNode n) {
    QuantizedOperands q = new QuantizedOperands(n);
    if (!q.isPerTensor(2, 3) || !q.isPerTensor(5, 6) || !q.isPerTensor(7, 8)) {
      return Converter.LEAVE;
    }
    Value a = q.tensor("a", 1, 2, 3);
    Value b = q.tensor("b", 4, 5, 6);
    return List.of(q.result(n.add("float", new Where(), n.require(0), a, b), 7, 8));
  }

  /** Inputs: scale and zero point of y, then each operand with its own. */
  private static List<Value> concat(OnnxNode n) {
    QuantizedOperands q = new QuantizedOperands(n);
    boolean plain = q.isPerTensor(0, 1);
    for (int i = 2; i + 1 < n.inputs(); i += 3) {
      plain &= q.isPerTensor(i + 1, i + 2);
    }
    if (!plain) {
      return Converter.LEAVE;
    }
    List<Value> operands = new ArrayList<>();
    for (int i = 2; i + 1 < n.inputs(); i += 3) {
      operands.add(q.tensor("x" + operands.size(), i, i + 1, i + 2));
    }
    return List.of(q.result(n.call("float", "", "Concat", operands, "axis").get(0), 0, 1));
  }
}
