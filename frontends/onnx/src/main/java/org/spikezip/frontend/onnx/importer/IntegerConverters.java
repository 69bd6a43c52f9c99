package org.spikezip.frontend.onnx.importer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.frontend.onnx.proto.NodeProto;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.MatMul;

/**
 * Operators that take integers and give floats, as the operator of floats behind dequantizations.
 * Most stand behind a DynamicQuantizeLinear, which stays.
 *
 * <p>Source: ONNX Runtime's contributed operators.
 */
final class IntegerConverters {
  static final Map<String, Converter> MICROSOFT = new HashMap<>();

  private static final String DOMAIN = "com.microsoft";

  static {
    MICROSOFT.put("MatMulIntegerToFloat", IntegerConverters::toFloat);
    MICROSOFT.put("DynamicQuantizeMatMul", IntegerConverters::dynamic);
    MICROSOFT.put("QAttention", IntegerConverters::attention);
    MICROSOFT.put("QEmbedLayerNormalization", IntegerConverters::embed);
  }

  private IntegerConverters() {}

  /** Inputs: a, b, their scales, their zero points, a float bias. */
  private static List<Value> toFloat(OnnxNode n) {
    QuantizedOperands q = new QuantizedOperands(n);
    if (!q.isPerTensor(2, 4) || !q.isPerChannel(3, 5, columns(n.shape(1)))) {
      return Converter.LEAVE;
    }
    return product(n, q.tensor("a", 0, 2, 4), q.channels("b", 1, 3, 5, -1), 6);
  }

  /** Inputs: a in float, b, scale and zero point of b, a float bias. */
  private static List<Value> dynamic(OnnxNode n) {
    QuantizedOperands q = new QuantizedOperands(n);
    if (!q.isPerChannel(2, 3, columns(n.shape(1)))) {
      return Converter.LEAVE;
    }
    NodeProto.Builder quantize = NodeProto.newBuilder().setOpType("DynamicQuantizeLinear");
    List.of("codes", "scale", "zero").forEach(s -> quantize.addOutput(n.label() + "/" + s));
    List<Value> a = n.call(quantize.build(), List.of(n.require(0)));
    Value left = q.dequantized("a", a.get(0), a.get(1), a.get(2), 0);
    return product(n, left, q.channels("b", 1, 2, 3, -1), 4);
  }

  private static List<Value> product(OnnxNode n, Value a, Value b, int bias) {
    if (!n.hasInput(bias)) {
      return List.of(n.result(new MatMul(), a, b));
    }
    Value product = n.add("product", new MatMul(), a, b);
    return List.of(n.result(new Binary(BinaryKind.ADD), product, n.input(bias)));
  }

  private static long columns(Shape b) {
    return b.known() && b.rank() >= 2 && b.dim(-1).isFixed() ? b.dim(-1).size() : 1;
  }

  /** Inputs: x, weights, bias, scale of both, mask, zero point of both, past. */
  private static List<Value> attention(OnnxNode n) {
    QuantizedOperands q = new QuantizedOperands(n);
    if (!q.isPerTensor(3, 6) || !q.isPerChannel(4, 7, columns(n.shape(1)))) {
      return Converter.LEAVE;
    }
    Value x = q.tensor("x", 0, 3, 6);
    Value weights = q.channels("weights", 1, 4, 7, -1);
    List<Value> operands = List.of(x, weights, n.input(2), n.input(5), n.input(8));
    String[] kept = {
      "do_rotary",
      "mask_filter_value",
      "num_heads",
      "past_present_share_buffer",
      "scale",
      "unidirectional"
    };
    return n.call("", DOMAIN, "Attention", operands, kept);
  }

  /**
   * Inputs: ids, segments, word, position and segment table, γ, β, mask, then the scales of the
   * five tables and their zero points.
   */
  private static List<Value> embed(OnnxNode n) {
    QuantizedOperands q = new QuantizedOperands(n);
    List<Value> operands = new ArrayList<>(List.of(n.require(0), n.input(1)));
    for (int table = 2; table <= 6; table++) {
      if (n.hasInput(table) && !q.isPerTensor(table + 6, table + 11)) {
        return Converter.LEAVE;
      }
    }
    for (int table = 2; table <= 6; table++) {
      operands.add(
          n.hasInput(table)
              ? q.tensor("table" + (table - 2), table, table + 6, table + 11)
              : Value.ABSENT);
    }
    operands.add(n.input(7));
    return n.call("", DOMAIN, "EmbedLayerNormalization", operands, "epsilon");
  }
}
