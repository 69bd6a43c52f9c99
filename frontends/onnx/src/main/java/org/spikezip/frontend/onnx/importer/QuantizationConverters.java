package org.spikezip.frontend.onnx.importer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.frontend.onnx.ElementTypes;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.QuantizeLinear;

/** QuantizeLinear and DequantizeLinear, the same in ONNX's domain and in com.microsoft. */
final class QuantizationConverters {
  static final Map<String, Converter> ONNX = new HashMap<>();

  static {
    ONNX.put("QuantizeLinear", QuantizationConverters::quantize);
    ONNX.put("DequantizeLinear", QuantizationConverters::dequantize);
  }

  private QuantizationConverters() {}

  private static List<Value> quantize(OnnxNode n) {
    int declared = n.attributes().whole("output_dtype", 0);
    Optional<ElementType> type =
        n.hasInput(2)
            ? Optional.of(n.fact(2).type())
            : declared == 0 ? Optional.of(ElementType.U8) : ElementTypes.ofOnnx(declared);
    if (type.isEmpty() || n.attributes().has("precision") || !n.fact(1).type().isFloat()) {
      return Converter.LEAVE;
    }
    QuantizeLinear op = new QuantizeLinear(axis(n), block(n), type.get());
    return List.of(n.result(op, operands(n)));
  }

  private static List<Value> dequantize(OnnxNode n) {
    int declared = n.attributes().whole("output_dtype", 0);
    if (declared != 0 && declared != ElementTypes.onnx(n.fact(1).type())) {
      return Converter.LEAVE;
    }
    return List.of(n.result(new DequantizeLinear(axis(n), block(n)), operands(n)));
  }

  private static Value[] operands(OnnxNode n) {
    return n.hasInput(2)
        ? new Value[] {n.require(0), n.require(1), n.input(2)}
        : new Value[] {n.require(0), n.require(1)};
  }

  private static int axis(OnnxNode n) {
    return n.attributes().whole("axis", 1);
  }

  private static int block(OnnxNode n) {
    return n.attributes().whole("block_size", 0);
  }
}
