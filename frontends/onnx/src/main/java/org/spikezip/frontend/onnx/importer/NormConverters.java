package org.spikezip.frontend.onnx.importer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.op.LogSoftmax;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.RmsNorm;
import org.spikezip.ir.op.ShapeOf;
import org.spikezip.ir.op.Softmax;

/** Softmax and normalizations, alone and fused with the residual sum before them. */
final class NormConverters {
  static final Map<String, Converter> ONNX = new HashMap<>();
  static final Map<String, Converter> MICROSOFT = new HashMap<>();

  static {
    ONNX.put("Softmax", n -> softmax(n, false));
    ONNX.put("LogSoftmax", n -> softmax(n, true));
    ONNX.put("LayerNormalization", NormConverters::layerNorm);
    ONNX.put("RMSNormalization", NormConverters::rmsNorm);
    // ONNX Runtime's tools write this one into ONNX's own domain, whatever the opset.
    ONNX.put("SimplifiedLayerNormalization", NormConverters::rmsNorm);
    MICROSOFT.put("SimplifiedLayerNormalization", NormConverters::rmsNorm);
    MICROSOFT.put("SkipLayerNormalization", n -> skipped(n, true));
    MICROSOFT.put("SkipSimplifiedLayerNormalization", n -> skipped(n, false));
  }

  private NormConverters() {}

  /** Before opset 13 over all axes from the given one together, then along that axis alone. */
  private static List<Value> softmax(OnnxNode n, boolean log) {
    int axis = n.attributes().whole("axis", n.opset() < 13 ? 1 : -1);
    if (n.opset() >= 13) {
      return List.of(n.result(softmax(axis, log), n.require(0)));
    }
    Shape shape = n.shape(0);
    if (!shape.known()) {
      return Converter.LEAVE;
    }
    int front = shape.rank() == 0 ? 0 : axis < 0 ? axis + shape.rank() : axis;
    if (front == shape.rank() - 1) {
      return List.of(n.result(softmax(-1, log), n.require(0)));
    }
    if (front < 0 || front >= shape.rank()) {
      return Converter.LEAVE;
    }
    List<Integer> flat = new ArrayList<>(Collections.nCopies(front, 0));
    flat.add(-1);
    Value rows = n.add("rows", new Reshape(false), n.require(0), n.vector("flat", flat));
    Value result = n.add("softmax", softmax(-1, log), rows);
    Value target = n.add("shape", new ShapeOf(), n.require(0));
    return List.of(n.result(new Reshape(true), result, target));
  }

  private static Op softmax(int axis, boolean log) {
    return log ? new LogSoftmax(axis) : new Softmax(axis);
  }

  private static List<Value> layerNorm(OnnxNode n) {
    if (n.usesOutputsFrom(1)) {
      return Converter.LEAVE;
    }
    LayerNorm op =
        new LayerNorm(n.attributes().whole("axis", -1), n.attributes().real("epsilon", 1e-5f));
    return List.of(
        n.hasInput(2)
            ? n.result(op, n.require(0), n.require(1), n.input(2))
            : n.result(op, n.require(0), n.require(1)));
  }

  private static List<Value> rmsNorm(OnnxNode n) {
    if (n.usesOutputsFrom(1)) {
      return Converter.LEAVE;
    }
    RmsNorm op =
        new RmsNorm(n.attributes().whole("axis", -1), n.attributes().real("epsilon", 1e-5f));
    return List.of(n.result(op, n.require(0), n.require(1)));
  }

  /** The norm of input + skip + bias; the sum may be wanted too, as output 3. */
  private static List<Value> skipped(OnnxNode n, boolean centered) {
    if (n.usesOutput(1) || n.usesOutput(2)) {
      return Converter.LEAVE;
    }
    Binary add = new Binary(BinaryKind.ADD);
    Value sum = n.add("sum", add, n.require(0), n.require(1));
    int biasAt = centered ? 4 : 3;
    if (n.hasInput(biasAt)) {
      sum = n.add("biased", add, sum, n.input(biasAt));
    }
    float epsilon = n.attributes().real("epsilon", 1e-12f);
    Value norm;
    if (!centered) {
      norm = n.result(new RmsNorm(-1, epsilon), sum, n.require(2));
    } else if (n.hasInput(3)) {
      norm = n.result(new LayerNorm(-1, epsilon), sum, n.require(2), n.input(3));
    } else {
      norm = n.result(new LayerNorm(-1, epsilon), sum, n.require(2));
    }
    return List.of(norm, norm, norm, sum);
  }
}
