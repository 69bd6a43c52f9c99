package org.spikezip.backend.onnx;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.spikezip.frontend.onnx.ElementTypes;
import org.spikezip.frontend.onnx.proto.AttributeProto;
import org.spikezip.frontend.onnx.proto.TensorProto;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Concat;
import org.spikezip.ir.op.Expand;
import org.spikezip.ir.op.Fill;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.GatherElements;
import org.spikezip.ir.op.Pad;
import org.spikezip.ir.op.Range;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.ShapeOf;
import org.spikezip.ir.op.Slice;
import org.spikezip.ir.op.Split;
import org.spikezip.ir.op.Squeeze;
import org.spikezip.ir.op.Transpose;
import org.spikezip.ir.op.Trilu;
import org.spikezip.ir.op.Unsqueeze;

/** Operators that move values or make shapes. */
final class ShapeEmitters {
  private ShapeEmitters() {}

  static void register(Emitters all) {
    all.put(ShapeOf.class, (node, op, out) -> out.direct(node, "Shape"));
    all.put(Expand.class, (node, op, out) -> out.direct(node, "Expand"));
    all.put(Range.class, (node, op, out) -> out.direct(node, "Range"));
    all.put(Slice.class, (node, op, out) -> slice(node, out));
    all.put(
        Concat.class, (node, op, out) -> out.direct(node, "Concat", Attr.of("axis", op.axis())));
    all.put(
        Gather.class, (node, op, out) -> out.direct(node, "Gather", Attr.of("axis", op.axis())));
    all.put(
        GatherElements.class,
        (node, op, out) -> out.direct(node, "GatherElements", Attr.of("axis", op.axis())));
    all.put(
        Transpose.class,
        (node, op, out) -> out.direct(node, "Transpose", Attr.of("perm", op.perm())));
    all.put(Reshape.class, ShapeEmitters::reshape);
    all.put(Squeeze.class, (node, op, out) -> axes(node, "Squeeze", op.axes(), out));
    all.put(Unsqueeze.class, (node, op, out) -> axes(node, "Unsqueeze", op.axes(), out));
    all.put(Split.class, ShapeEmitters::split);
    all.put(Fill.class, ShapeEmitters::fill);
    all.put(Pad.class, ShapeEmitters::pad);
    all.put(Trilu.class, ShapeEmitters::trilu);
  }

  private static void reshape(Node node, Reshape op, OnnxGraph out) {
    if (op.allowZero() && out.opset() >= 14) {
      out.direct(node, "Reshape", Attr.of("allowzero", true));
    } else {
      out.direct(node, "Reshape");
    }
  }

  /** No axes at all: an attribute or input of none would mean all axes of size 1. */
  private static void axes(Node node, String type, List<Integer> axes, OnnxGraph out) {
    String x = out.name(node.input(0));
    if (axes.isEmpty()) {
      out.add("Identity", List.of(x), out.outputs(node));
    } else if (out.opset() >= 13) {
      out.add(type, List.of(x, out.vector(axes)), out.outputs(node));
    } else {
      out.add(type, List.of(x), out.outputs(node), Attr.of("axes", axes));
    }
  }

  /** Before opset 10 with attributes, which only constants can become. */
  private static void slice(Node node, OnnxGraph out) {
    List<AttributeProto> attributes = new ArrayList<>();
    List<String> names = List.of("starts", "ends", "axes");
    for (int i = 1; out.opset() < 10 && i < node.inputs().size() && i <= names.size(); i++) {
      String name = names.get(i - 1);
      out.constant(node.input(i)).ifPresent(t -> attributes.add(Attr.of(name, wholes(t))));
    }
    if (attributes.isEmpty()) {
      out.direct(node, "Slice");
    } else {
      out.add(
          "Slice",
          List.of(out.name(node.input(0))),
          out.outputs(node),
          attributes.toArray(new AttributeProto[0]));
    }
  }

  private static List<Integer> wholes(Tensor vector) {
    return Arrays.stream(vector.longs())
        .mapToObj(v -> (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, v)))
        .toList();
  }

  private static void split(Node node, Split op, OnnxGraph out) {
    String x = out.name(node.input(0));
    AttributeProto axis = Attr.of("axis", op.axis());
    if (out.opset() >= 13) {
      out.add("Split", List.of(x, out.vector(op.sizes())), out.outputs(node), axis);
    } else {
      out.add("Split", List.of(x), out.outputs(node), axis, Attr.of("split", op.sizes()));
    }
  }

  private static void fill(Node node, Fill op, OnnxGraph out) {
    TensorProto value =
        TensorProto.newBuilder()
            .setDataType(ElementTypes.onnx(op.value().type()))
            .addDims(1)
            .setRawData(ByteString.copyFrom(op.value().bytes()))
            .build();
    out.direct(node, "ConstantOfShape", Attr.of("value", value));
  }

  private static void pad(Node node, Pad op, OnnxGraph out) {
    ElementType type = out.type(node, 0);
    if (out.opset() < 11) {
      out.direct(node, "Pad", Attr.of("pads", op.pads()), Attr.of("value", op.value()));
      return;
    }
    String value;
    if (type.isFloat()) {
      value = out.scalar(type, op.value());
    } else {
      value = out.constant(Tensor.ofLongs(type, new long[] {(long) op.value()}));
    }
    out.add(
        "Pad",
        List.of(out.name(node.input(0)), out.vector(op.pads()), value),
        out.outputs(node),
        Attr.of("mode", "constant"));
  }

  private static void trilu(Node node, Trilu op, OnnxGraph out) {
    List<String> inputs =
        List.of(out.name(node.input(0)), out.constant(Tensor.scalar((long) op.k())));
    String domain = out.opset() >= 14 ? "" : "com.microsoft";
    out.add(domain, "Trilu", inputs, out.outputs(node), Attr.of("upper", op.upper()));
  }
}
