package org.spikezip.backend.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.ReduceKind;
import org.spikezip.ir.op.RmsNorm;
import org.spikezip.ir.op.Softmax;

/**
 * Functions of whole rows in the order of additions that docs/float-functions.md fixes; where a
 * row's shape is not known enough, as the runtime computes them.
 */
final class ExactRows {
  private ExactRows() {}

  static void register(Emitters all) {
    all.put(
        Softmax.class,
        (node, op, out) -> {
          if (isExact(node, op, out)) {
            softmax(node, op, out);
          } else {
            LinearEmitters.softmax(node, "Softmax", op.axis(), out);
          }
        });
    all.put(
        LayerNorm.class,
        (node, op, out) -> {
          if (isExact(node, op.axis(), out)) {
            layerNorm(node, op, out);
          } else {
            LinearEmitters.layerNorm(node, op, out);
          }
        });
    all.put(
        RmsNorm.class,
        (node, op, out) -> {
          if (isExact(node, op.axis(), out)) {
            rmsNorm(node, op, out);
          } else {
            LinearEmitters.rmsNorm(node, op, out);
          }
        });
    all.put(
        Reduce.class,
        (node, op, out) -> {
          if (isExact(node, op, out)) {
            reduce(node, op, out);
          } else {
            LinearEmitters.reduce(node, op, out);
          }
        });
  }

  private static boolean floats(Node node, OnnxGraph out) {
    return out.type(node, 0) == ElementType.F32 && out.fact(node.input(0)).shape().known();
  }

  static boolean isExact(Node node, Softmax op, OnnxGraph out) {
    return floats(node, out);
  }

  /** Whether a normalization is over the last axis. */
  static boolean isExact(Node node, int axis, OnnxGraph out) {
    if (!floats(node, out)) {
      return false;
    }
    Shape shape = out.fact(node.input(0)).shape();
    return shape.rank() > 0 && shape.axis(axis) == shape.rank() - 1;
  }

  /** Whether a reduction is one that additions make. */
  static boolean isExact(Node node, Reduce op, OnnxGraph out) {
    return floats(node, out) && (op.kind() == ReduceKind.SUM || op.kind() == ReduceKind.MEAN);
  }

  private static void softmax(Node node, Softmax op, OnnxGraph out) {
    Floats f = new Floats(out);
    Shape shape = out.fact(node.input(0)).shape();
    int axis = shape.axis(op.axis());
    List<Integer> perm = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      perm.add(i);
    }
    Collections.swap(perm, axis, shape.rank() - 1);
    boolean last = axis == shape.rank() - 1;
    String x = out.name(node.input(0));
    String rows = last ? x : out.add("Transpose", List.of(x), Attr.of("perm", perm));
    String e = ExactExp.ofNegative(f.minus(rows, max(rows, out)), f);
    String sum = OrderedSum.of(e, shape.rank(), shape.dim(axis), out);
    String y = f.times(e, f.reciprocal(sum));
    if (last) {
      out.add("Identity", List.of(y), out.outputs(node));
    } else {
      out.add("Transpose", List.of(y), out.outputs(node), Attr.of("perm", perm));
    }
  }

  private static String max(String rows, OnnxGraph out) {
    return out.opset() >= 18
        ? out.add("ReduceMax", List.of(rows, out.vector(List.of(-1))))
        : out.add("ReduceMax", List.of(rows), Attr.of("axes", List.of(-1)));
  }

  private static void layerNorm(Node node, LayerNorm op, OnnxGraph out) {
    Floats f = new Floats(out);
    Shape shape = out.fact(node.input(0)).shape();
    Dim n = shape.dim(-1);
    String x = out.name(node.input(0));
    String length = OrderedSum.length(x, n, out);
    String mean = f.over(OrderedSum.of(x, shape.rank(), n, out), length);
    String d = f.minus(x, mean);
    String variance = f.over(OrderedSum.of(f.times(d, d), shape.rank(), n, out), length);
    String inverse = f.reciprocal(f.root(f.plus(variance, f.of(op.epsilon()))));
    String scaled = f.times(f.times(d, inverse), out.name(node.input(1)));
    String beta = node.hasInput(2) ? out.name(node.input(2)) : f.of(0);
    out.add("Add", List.of(scaled, beta), out.outputs(node));
  }

  private static void rmsNorm(Node node, RmsNorm op, OnnxGraph out) {
    Floats f = new Floats(out);
    Shape shape = out.fact(node.input(0)).shape();
    Dim n = shape.dim(-1);
    String x = out.name(node.input(0));
    String sum = OrderedSum.of(f.times(x, x), shape.rank(), n, out);
    String square = f.over(sum, OrderedSum.length(x, n, out));
    String inverse = f.reciprocal(f.root(f.plus(square, f.of(op.epsilon()))));
    out.add("Mul", List.of(f.times(x, inverse), out.name(node.input(1))), out.outputs(node));
  }

  /** The reduced axes go last and become one. */
  private static void reduce(Node node, Reduce op, OnnxGraph out) {
    Floats f = new Floats(out);
    Shape shape = out.fact(node.input(0)).shape();
    List<Integer> reduced = new ArrayList<>();
    List<Integer> perm = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    List<Integer> axes = op.axes().stream().map(shape::axis).toList();
    Dim n = Dim.of(1);
    for (int i = 0; i < shape.rank(); i++) {
      if (op.axes().isEmpty() || axes.contains(i)) {
        reduced.add(i);
        n = n.times(shape.dim(i));
      } else {
        perm.add(i);
        rows.add(0);
      }
    }
    perm.addAll(reduced);
    rows.add(-1);
    String x = out.add("Transpose", List.of(out.name(node.input(0))), Attr.of("perm", perm));
    String flat = out.add("Reshape", List.of(x, out.vector(rows)));
    String sum = OrderedSum.of(flat, rows.size(), n, out);
    String y = op.kind() == ReduceKind.SUM ? sum : f.over(sum, OrderedSum.length(flat, n, out));
    String squeezed = out.add("Squeeze", List.of(y, out.vector(List.of(-1))));
    if (op.keepDims()) {
      out.add("Unsqueeze", List.of(squeezed, out.vector(reduced)), out.outputs(node));
    } else {
      out.add("Identity", List.of(squeezed), out.outputs(node));
    }
  }
}
