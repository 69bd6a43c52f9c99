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
import org.spikezip.ir.op.Concat;
import org.spikezip.ir.op.Expand;
import org.spikezip.ir.op.Fill;
import org.spikezip.ir.op.Range;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.ReduceKind;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.ShapeOf;
import org.spikezip.ir.op.Slice;
import org.spikezip.ir.op.Squeeze;
import org.spikezip.ir.op.Unsqueeze;

/** Operators that read, compute or change shapes. */
final class ShapeConverters {
  static final Map<String, Converter> ONNX = new HashMap<>();

  static {
    ONNX.put("Shape", ShapeConverters::shape);
    ONNX.put("Size", ShapeConverters::size);
    ONNX.put("Reshape", ShapeConverters::reshape);
    ONNX.put("Flatten", ShapeConverters::flatten);
    ONNX.put("Squeeze", ShapeConverters::squeeze);
    ONNX.put("Unsqueeze", ShapeConverters::unsqueeze);
    ONNX.put("Expand", n -> List.of(n.result(new Expand(), n.require(0), n.shapeVector(1))));
    ONNX.put(
        "Range", n -> List.of(n.result(new Range(), n.require(0), n.require(1), n.require(2))));
    ONNX.put(
        "ConstantOfShape",
        n -> {
          Tensor value = n.attributes().tensor("value").orElse(Tensor.of(new float[1], 1));
          return List.of(n.result(new Fill(value.reshape()), n.shapeVector(0)));
        });
  }

  private ShapeConverters() {}

  /** Since opset 15 of some axes only. */
  private static List<Value> shape(OnnxNode n) {
    int start = n.attributes().whole("start", 0);
    int end = n.attributes().whole("end", Integer.MAX_VALUE);
    if (start == 0 && end == Integer.MAX_VALUE) {
      return List.of(n.result(new ShapeOf(), n.require(0)));
    }
    Value all = n.add("all", new ShapeOf(), n.require(0));
    Value from = n.vector("start", List.of(start));
    return List.of(n.result(new Slice(), all, from, n.vector("end", List.of(end))));
  }

  private static List<Value> size(OnnxNode n) {
    Value shape = n.add("shape", new ShapeOf(), n.require(0));
    return List.of(n.result(new Reduce(ReduceKind.PROD, List.of(0), false), shape));
  }

  private static List<Value> reshape(OnnxNode n) {
    boolean allowZero = n.attributes().flag("allowzero", false);
    if (n.attributes().has("shape")) {
      Value shape = n.vector("shape", n.attributes().wholes("shape").orElse(List.of()));
      return List.of(n.result(new Reshape(false), n.require(0), shape));
    }
    return List.of(n.result(new Reshape(allowZero), n.require(0), n.shapeVector(1)));
  }

  /** To a matrix; the axes before the given one become its rows. */
  private static List<Value> flatten(OnnxNode n) {
    Shape shape = n.shape(0);
    int axis = n.attributes().whole("axis", 1);
    if (!shape.known()) {
      return axis == 0 ? toMatrix(n, List.of(1, -1)) : Converter.LEAVE;
    }
    int front = axis < 0 ? axis + shape.rank() : axis;
    if (front < 0 || front > shape.rank()) {
      shape.axis(axis);
    }
    if (front == 0) {
      return toMatrix(n, List.of(1, -1));
    }
    Dim rows = Shape.of(shape.dims().subList(0, front)).elements();
    Dim columns = Shape.of(shape.dims().subList(front, shape.rank())).elements();
    if (columns.isFixed() && columns.size() > 0) {
      return toMatrix(n, List.of(-1, Math.toIntExact(columns.size())));
    }
    if (rows.isFixed() && rows.size() > 0) {
      return toMatrix(n, List.of(Math.toIntExact(rows.size()), -1));
    }
    Value all = n.add("shape", new ShapeOf(), n.require(0));
    Value from = n.vector("from", List.of(0));
    Value outer = n.add("outer", new Slice(), all, from, n.vector("to", List.of(front)));
    Value count = n.add("rows", new Reduce(ReduceKind.PROD, List.of(0), true), outer);
    Value target = n.add("target", new Concat(0), count, n.vector("columns", List.of(-1)));
    return List.of(n.result(new Reshape(false), n.require(0), target));
  }

  private static List<Value> toMatrix(OnnxNode n, List<Integer> dims) {
    return List.of(n.result(new Reshape(false), n.require(0), n.vector("shape", dims)));
  }

  private static List<Value> squeeze(OnnxNode n) {
    Optional<List<Integer>> axes = axes(n);
    if (axes.isEmpty() && !n.hasInput(1) && n.shape(0).isFixed()) {
      axes = Optional.of(ones(n.shape(0)));
    }
    return axes.map(a -> List.of(n.result(new Squeeze(a), n.require(0)))).orElse(Converter.LEAVE);
  }

  private static List<Integer> ones(Shape shape) {
    List<Integer> ones = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      if (shape.dim(i).equals(Dim.of(1))) {
        ones.add(i);
      }
    }
    return ones;
  }

  private static List<Value> unsqueeze(OnnxNode n) {
    return axes(n)
        .map(a -> List.of(n.result(new Unsqueeze(a), n.require(0))))
        .orElse(Converter.LEAVE);
  }

  /** An attribute before opset 13, then an input. */
  private static Optional<List<Integer>> axes(OnnxNode n) {
    return n.hasInput(1) ? n.wholes(1) : n.attributes().wholes("axes");
  }
}
