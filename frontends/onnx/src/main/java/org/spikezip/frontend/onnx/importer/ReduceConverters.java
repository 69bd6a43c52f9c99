package org.spikezip.frontend.onnx.importer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.ReduceKind;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;

/** Reductions along axes. */
final class ReduceConverters {
  static final Map<String, Converter> ONNX = new HashMap<>();

  static {
    for (ReduceKind kind : ReduceKind.values()) {
      String name = kind.name().charAt(0) + kind.symbol().substring(1);
      ONNX.put("Reduce" + name, n -> plain(n, kind));
    }
    ONNX.put("ReduceL1", ReduceConverters::absolute);
    ONNX.put("ReduceSumSquare", n -> squares(n, false));
    ONNX.put("ReduceL2", n -> squares(n, true));
    ONNX.put("GlobalAveragePool", ReduceConverters::globalAverage);
  }

  private ReduceConverters() {}

  private static List<Value> plain(OnnxNode n, ReduceKind kind) {
    if (keepsInput(n)) {
      return List.of(n.require(0));
    }
    return reduce(n, kind).map(op -> List.of(n.result(op, n.require(0)))).orElse(Converter.LEAVE);
  }

  private static List<Value> absolute(OnnxNode n) {
    Optional<Reduce> op = reduce(n, ReduceKind.SUM);
    if (op.isEmpty() || keepsInput(n)) {
      return Converter.LEAVE;
    }
    Value size = n.add("abs", new Unary(UnaryKind.ABS), n.require(0));
    return List.of(n.result(op.get(), size));
  }

  private static List<Value> squares(OnnxNode n, boolean root) {
    Optional<Reduce> op = reduce(n, ReduceKind.SUM);
    if (op.isEmpty() || keepsInput(n)) {
      return Converter.LEAVE;
    }
    Value square = n.add("square", new Binary(BinaryKind.MUL), n.require(0), n.require(0));
    if (!root) {
      return List.of(n.result(op.get(), square));
    }
    Value sum = n.add("sum", op.get(), square);
    return List.of(n.result(new Unary(UnaryKind.SQRT), sum));
  }

  /** Axes are an attribute, or an input since opset 18 (of ReduceSum since 13). */
  private static Optional<Reduce> reduce(OnnxNode n, ReduceKind kind) {
    Optional<List<Integer>> axes =
        n.hasInput(1) ? n.wholes(1) : Optional.of(n.attributes().wholes("axes").orElse(List.of()));
    boolean keep = n.attributes().flag("keepdims", true);
    return axes.map(a -> new Reduce(kind, a, keep));
  }

  private static boolean keepsInput(OnnxNode n) {
    boolean none = !n.hasInput(1) || n.wholes(1).filter(List::isEmpty).isPresent();
    return n.attributes().flag("noop_with_empty_axes", false)
        && none
        && n.attributes().wholes("axes").orElse(List.of()).isEmpty();
  }

  private static List<Value> globalAverage(OnnxNode n) {
    if (!n.shape(0).known() || n.shape(0).rank() < 3) {
      return Converter.LEAVE;
    }
    List<Integer> axes = new ArrayList<>();
    for (int i = 2; i < n.shape(0).rank(); i++) {
      axes.add(i);
    }
    return List.of(n.result(new Reduce(ReduceKind.MEAN, axes, true), n.require(0)));
  }
}
