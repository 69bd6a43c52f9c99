package org.spikezip.backend.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.spikezip.frontend.onnx.proto.AttributeProto;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Conv;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.op.LogSoftmax;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Patches;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.ReduceKind;
import org.spikezip.ir.op.RmsNorm;
import org.spikezip.ir.op.Softmax;

/** Products, reductions and normalizations. */
final class LinearEmitters {
  private LinearEmitters() {}

  static void register(Emitters all) {
    all.put(MatMul.class, (node, op, out) -> out.direct(node, "MatMul"));
    all.put(Conv.class, LinearEmitters::conv);
    all.put(Patches.class, LinearEmitters::patches);
    all.put(Reduce.class, LinearEmitters::reduce);
    all.put(Softmax.class, (node, op, out) -> softmax(node, "Softmax", op.axis(), out));
    all.put(LogSoftmax.class, (node, op, out) -> softmax(node, "LogSoftmax", op.axis(), out));
    all.put(LayerNorm.class, LinearEmitters::layerNorm);
    all.put(RmsNorm.class, LinearEmitters::rmsNorm);
  }

  static void layerNorm(Node node, LayerNorm op, OnnxGraph out) {
    out.direct(
        node, "LayerNormalization", Attr.of("axis", op.axis()), Attr.of("epsilon", op.epsilon()));
  }

  private static void conv(Node node, Conv op, OnnxGraph out) {
    out.direct(
        node,
        "Conv",
        Attr.of("strides", op.strides()),
        Attr.of("pads", op.pads()),
        Attr.of("dilations", op.dilations()),
        Attr.of("group", op.group()));
  }

  /**
   * A convolution that picks: for each channel and each place of the window, weights of a single 1.
   * Exact for all finite numbers.
   */
  private static void patches(Node node, Patches op, OnnxGraph out) {
    int channels = Math.toIntExact(out.fact(node.input(0)).shape().dim(1).size());
    int window = op.kernel().stream().reduce(1, Math::multiplyExact);
    float[] picks = new float[Math.multiplyExact(channels, window * window)];
    for (int i = 0; i < channels * window; i++) {
      picks[i * window + i % window] = 1;
    }
    List<Integer> dims = new ArrayList<>(List.of(channels * window, 1));
    dims.addAll(op.kernel());
    String weights =
        out.constant(Tensor.of(picks, dims.stream().mapToInt(Integer::intValue).toArray()));
    String picked =
        out.add(
            "Conv",
            List.of(out.name(node.input(0)), weights),
            Attr.of("strides", op.strides()),
            Attr.of("pads", op.pads()),
            Attr.of("dilations", op.dilations()),
            Attr.of("group", channels));
    String rows =
        out.add("Reshape", List.of(picked, out.vector(List.of(0, channels * window, -1))));
    out.add("Transpose", List.of(rows), out.outputs(node), Attr.of("perm", List.of(0, 2, 1)));
  }

  static void reduce(Node node, Reduce op, OnnxGraph out) {
    AttributeProto keep = Attr.of("keepdims", op.keepDims());
    String type = "Reduce" + op.kind().name().charAt(0) + op.kind().symbol().substring(1);
    String x = out.name(node.input(0));
    if (op.axes().isEmpty()) {
      out.add(type, List.of(x), out.outputs(node), keep);
    } else if (out.opset() >= (op.kind() == ReduceKind.SUM ? 13 : 18)) {
      out.add(type, List.of(x, out.vector(op.axes())), out.outputs(node), keep);
    } else {
      out.add(type, List.of(x), out.outputs(node), keep, Attr.of("axes", op.axes()));
    }
  }

  /** Before opset 13 the last axis alone is what the operator takes one by one. */
  static void softmax(Node node, String type, int axis, OnnxGraph out) {
    Shape shape = out.fact(node.input(0)).shape();
    boolean last = axis == -1 || (shape.known() && shape.axis(axis) == shape.rank() - 1);
    if (out.opset() >= 13 || last) {
      out.direct(node, type, Attr.of("axis", last ? -1 : axis));
      return;
    }
    List<Integer> perm = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      perm.add(i);
    }
    Collections.swap(perm, shape.axis(axis), shape.rank() - 1);
    AttributeProto swap = Attr.of("perm", perm);
    String swapped = out.add("Transpose", out.inputs(node), swap);
    String result = out.add(type, List.of(swapped), Attr.of("axis", -1));
    out.add("Transpose", List.of(result), out.outputs(node), swap);
  }

  static void rmsNorm(Node node, RmsNorm op, OnnxGraph out) {
    String x = out.name(node.input(0));
    ElementType type = out.type(node, 0);
    List<Integer> axes = new ArrayList<>();
    int rank = op.axis() < 0 ? 0 : out.fact(node.input(0)).shape().rank();
    for (int i = op.axis(); i < rank; i++) {
      axes.add(i);
    }
    String square = out.add("Mul", List.of(x, x));
    String mean =
        out.opset() >= 18
            ? out.add("ReduceMean", List.of(square, out.vector(axes)))
            : out.add("ReduceMean", List.of(square), Attr.of("axes", axes));
    String shifted = out.add("Add", List.of(mean, out.scalar(type, op.epsilon())));
    String root = out.add("Sqrt", List.of(shifted));
    String normal = out.add("Div", List.of(x, root));
    out.add("Mul", List.of(normal, out.name(node.input(1))), out.outputs(node));
  }
}
