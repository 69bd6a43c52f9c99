package org.spikezip.frontend.onnx.importer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Concat;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.GatherElements;
import org.spikezip.ir.op.Pad;
import org.spikezip.ir.op.Slice;
import org.spikezip.ir.op.Split;
import org.spikezip.ir.op.Transpose;
import org.spikezip.ir.op.Trilu;

/** Operators that move values, and those that do nothing at inference. */
final class RouteConverters {
  static final Map<String, Converter> ONNX = new HashMap<>();

  static {
    ONNX.put("Transpose", RouteConverters::transpose);
    ONNX.put("Concat", RouteConverters::concat);
    ONNX.put("Split", RouteConverters::split);
    ONNX.put("Slice", RouteConverters::slice);
    ONNX.put("Pad", RouteConverters::pad);
    ONNX.put("Trilu", RouteConverters::trilu);
    ONNX.put("Dropout", RouteConverters::dropout);
    ONNX.put(
        "Gather",
        n ->
            List.of(
                n.result(new Gather(n.attributes().whole("axis", 0)), n.require(0), n.require(1))));
    ONNX.put(
        "GatherElements",
        n ->
            List.of(
                n.result(
                    new GatherElements(n.attributes().whole("axis", 0)),
                    n.require(0),
                    n.require(1))));
  }

  private RouteConverters() {}

  private static List<Value> transpose(OnnxNode n) {
    Optional<List<Integer>> perm = n.attributes().wholes("perm");
    if (perm.isEmpty()) {
      if (!n.shape(0).known()) {
        return Converter.LEAVE;
      }
      List<Integer> reversed = new ArrayList<>();
      for (int i = n.shape(0).rank() - 1; i >= 0; i--) {
        reversed.add(i);
      }
      perm = Optional.of(reversed);
    }
    return List.of(n.result(new Transpose(perm.get()), n.require(0)));
  }

  private static List<Value> concat(OnnxNode n) {
    Value[] parts = new Value[n.inputs()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = n.require(i);
    }
    return List.of(n.result(new Concat(n.attributes().whole("axis", 1)), parts));
  }

  /** Sizes are an attribute before opset 13, then an input; without them the parts are equal. */
  private static List<Value> split(OnnxNode n) {
    int axis = n.attributes().whole("axis", 0);
    Optional<List<Integer>> sizes = n.hasInput(1) ? n.wholes(1) : n.attributes().wholes("split");
    if (sizes.isEmpty() && !n.hasInput(1)) {
      sizes = equalParts(n, axis);
    }
    return sizes.map(s -> n.results(new Split(axis, s), n.require(0))).orElse(Converter.LEAVE);
  }

  /** The last part is smaller if the division leaves a rest. */
  private static Optional<List<Integer>> equalParts(OnnxNode n, int axis) {
    Shape shape = n.shape(0);
    if (!shape.known() || !shape.dim(axis).isFixed()) {
      return Optional.empty();
    }
    int size = Math.toIntExact(shape.dim(axis).size());
    int parts = n.attributes().whole("num_outputs", n.outputs());
    int part = -Math.floorDiv(-size, Math.max(parts, 1));
    if (parts < 1 || parts != n.outputs() || part * (parts - 1L) > size) {
      return Optional.empty();
    }
    List<Integer> sizes = new ArrayList<>(Collections.nCopies(parts - 1, part));
    sizes.add(size - part * (parts - 1));
    return Optional.of(sizes);
  }

  private static List<Value> slice(OnnxNode n) {
    if (n.attributes().has("starts")) {
      List<Integer> starts = n.attributes().wholes("starts").orElse(List.of());
      List<Integer> ends = n.attributes().wholes("ends").orElse(List.of());
      Value from = n.vector("starts", starts);
      Value to = n.vector("ends", ends);
      Optional<List<Integer>> axes = n.attributes().wholes("axes");
      return List.of(
          axes.isPresent()
              ? n.result(new Slice(), n.require(0), from, to, n.vector("axes", axes.get()))
              : n.result(new Slice(), n.require(0), from, to));
    }
    Value[] operands = new Value[n.inputs()];
    operands[0] = n.require(0);
    for (int i = 1; i < operands.length; i++) {
      operands[i] = n.hasInput(i) ? n.shapeVector(i) : Value.ABSENT;
    }
    return List.of(n.result(new Slice(), operands));
  }

  private static List<Value> pad(OnnxNode n) {
    boolean byAttributes = n.attributes().has("pads");
    Optional<List<Integer>> pads = byAttributes ? n.attributes().wholes("pads") : n.wholes(1);
    Optional<Float> value = byAttributes ? Optional.of(n.attributes().real("value", 0)) : value(n);
    Shape shape = n.shape(0);
    boolean simple =
        n.attributes().text("mode", "constant").equals("constant")
            && shape.known()
            && pads.isPresent()
            && value.isPresent();
    if (!simple) {
      return Converter.LEAVE;
    }
    Optional<List<Integer>> all = allAxes(n, pads.get(), shape);
    return all.filter(a -> a.size() == 2 * shape.rank())
        .map(a -> List.of(n.result(new Pad(a, value.get()), n.require(0))))
        .orElse(Converter.LEAVE);
  }

  /** Since opset 18 only some axes may be given. */
  private static Optional<List<Integer>> allAxes(OnnxNode n, List<Integer> pads, Shape shape) {
    if (!n.hasInput(3)) {
      return Optional.of(pads);
    }
    return n.wholes(3)
        .filter(axes -> 2 * axes.size() == pads.size())
        .map(
            axes -> {
              List<Integer> all = new ArrayList<>(Collections.nCopies(2 * shape.rank(), 0));
              for (int i = 0; i < axes.size(); i++) {
                int axis = shape.axis(axes.get(i));
                all.set(axis, pads.get(i));
                all.set(axis + shape.rank(), pads.get(i + axes.size()));
              }
              return all;
            });
  }

  private static Optional<Float> value(OnnxNode n) {
    if (!n.hasInput(2)) {
      return Optional.of(0f);
    }
    return n.constant(2)
        .filter(t -> t.size() == 1)
        .map(RouteConverters::asFloat)
        .filter(f -> !f.isNaN());
  }

  /** NaN where a float does not hold the number. */
  private static Float asFloat(Tensor scalar) {
    if (scalar.type().isFloat()) {
      return scalar.type() == org.spikezip.ir.ElementType.F64 ? Float.NaN : scalar.floats()[0];
    }
    long value = scalar.longs()[0];
    return (long) (float) value == value ? (float) value : Float.NaN;
  }

  private static List<Value> trilu(OnnxNode n) {
    Optional<List<Integer>> k = n.hasInput(1) ? n.wholes(1) : Optional.of(List.of(0));
    return k.filter(v -> v.size() == 1)
        .map(
            v ->
                List.of(
                    n.result(
                        new Trilu(n.attributes().flag("upper", true), v.get(0)), n.require(0))))
        .orElse(Converter.LEAVE);
  }

  /** At inference the input itself; the mask, if anybody wants it, is the host's to make. */
  private static List<Value> dropout(OnnxNode n) {
    boolean training = n.hasInput(2) && !n.constant(2).filter(t -> t.longs()[0] == 0).isPresent();
    return training || n.usesOutputsFrom(1) ? Converter.LEAVE : List.of(n.require(0));
  }
}
