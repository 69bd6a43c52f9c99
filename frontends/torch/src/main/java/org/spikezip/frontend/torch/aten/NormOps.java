package org.spikezip.frontend.torch.aten;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.op.LogSoftmax;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.ReduceKind;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.RmsNorm;
import org.spikezip.ir.op.Softmax;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;

/** Softmax and normalizations. */
final class NormOps {
  static final Map<String, Converter> ALL = new HashMap<>();

  static {
    for (String softmax : List.of("softmax", "_softmax")) {
      ALL.put(softmax, n -> n.tensors(n.result(softmax(n), typed(n))));
    }
    for (String log : List.of("log_softmax", "_log_softmax")) {
      ALL.put(log, n -> n.tensors(n.result(logSoftmax(n), typed(n))));
    }
    ALL.put("_safe_softmax", NormOps::safeSoftmax);
    ALL.put("logsumexp", NormOps::logSumExp);
    ALL.put("layer_norm", n -> n.tensors(layerNorm(n)));
    // Mean and reciprocal deviation are for training.
    ALL.put("native_layer_norm", n -> Arrays.asList(n.tensors(layerNorm(n)).get(0), null, null));
    ALL.put("rms_norm", n -> n.tensors(rmsNorm(n)));
    ALL.put("_fused_rms_norm", n -> Arrays.asList(n.tensors(rmsNorm(n)).get(0), null));
    ALL.put("batch_norm", n -> n.tensors(batchNorm(n, 7)));
    ALL.put(
        "_native_batch_norm_legit_no_training",
        n -> Arrays.asList(n.tensors(batchNorm(n, 6)).get(0), null, null));
  }

  private NormOps() {}

  private static Op softmax(AtenNode n) {
    return new Softmax(n.axis(0, 1));
  }

  private static Op logSoftmax(AtenNode n) {
    return new LogSoftmax(n.axis(0, 1));
  }

  /** The input as floats of the type that argument 2 asks for, if that is a type. */
  private static Value typed(AtenNode n) {
    Value x = UnaryOps.floats(n, 0);
    boolean typed = n.has(2) && !(n.argument(2) instanceof Boolean);
    return typed ? n.cast("typed", x, n.elementType(2).orElseThrow()) : x;
  }

  private static List<Object> safeSoftmax(AtenNode n) {
    int last = n.rank(0) - 1;
    if (n.axis(0, 1) != last) {
      throw n.unsupported("_safe_softmax along another axis than the last");
    }
    Value x = typed(n);
    return n.tensors(new Attention(n, n.fact(x).type()).safeWeights(x));
  }

  /** log Σ exp(x) = x − log_softmax(x), at any index: here with the maximum taken out. */
  private static List<Object> logSumExp(AtenNode n) {
    List<Integer> axes = n.axes(0, 1);
    Value x = UnaryOps.floats(n, 0);
    boolean keep = n.flag(2);
    Value most = n.add("most", new Reduce(ReduceKind.MAX, axes, true), x);
    Value less = n.add("less", new Binary(BinaryKind.SUB), x, most);
    Value exp = n.add("exp", new Unary(UnaryKind.EXP), less);
    Value sum = n.add("sum", new Reduce(ReduceKind.SUM, axes, keep), exp);
    Value log = n.add("log", new Unary(UnaryKind.LOG), sum);
    Value back = keep ? most : n.add("most_back", new Reduce(ReduceKind.MAX, axes, false), x);
    return n.tensors(n.result(new Binary(BinaryKind.ADD), log, back));
  }

  private static int firstNormalized(AtenNode n) {
    return -n.list(1).size();
  }

  private static Value layerNorm(AtenNode n) {
    LayerNorm op = new LayerNorm(firstNormalized(n), (float) n.real(4));
    Value scale = n.has(2) ? n.value(2) : ones(n);
    return n.has(3) ? n.result(op, n.value(0), scale, n.value(3)) : n.result(op, n.value(0), scale);
  }

  /** Without an epsilon torch takes the smallest step of the element type. */
  private static Value rmsNorm(AtenNode n) {
    double step =
        switch (n.type(0)) {
          case F16 -> 1.0 / (1 << 10);
          case BF16 -> 1.0 / (1 << 7);
          case F64 -> Math.ulp(1.0);
          default -> Math.ulp(1.0f);
        };
    RmsNorm op = new RmsNorm(firstNormalized(n), (float) n.realOr(3, step));
    return n.result(op, n.value(0), n.has(2) ? n.value(2) : ones(n));
  }

  /** A scale of 1 over the normalized axes. */
  private static Value ones(AtenNode n) {
    int[] dims = n.wholes(1).stream().mapToInt(Integer::intValue).toArray();
    float[] ones = new float[Arrays.stream(dims).reduce(1, Math::multiplyExact)];
    Arrays.fill(ones, 1);
    return n.constant("ones", Tensor.ofFloats(n.type(0), ones, dims));
  }

  /** At inference: {@code (x − mean)/√(variance + ε)·weight + bias}, along axis 1. */
  private static Value batchNorm(AtenNode n, int epsilon) {
    if (epsilon == 7 && n.flag(5)) {
      throw n.unsupported("batch normalization in training; call model.eval() before exporting");
    }
    ElementType type = n.type(0);
    int rank = n.rank(0);
    Value small = n.scalar("epsilon", type, n.real(epsilon));
    Value variance = n.add("shifted", new Binary(BinaryKind.ADD), n.value(4), small);
    Value factor = n.add("factor", new Unary(UnaryKind.RSQRT), variance);
    if (n.has(1)) {
      factor = n.add("weighted", new Binary(BinaryKind.MUL), factor, n.value(1));
    }
    Value moved = n.add("moved", new Binary(BinaryKind.MUL), n.value(3), factor);
    Value shift = n.add("negated", new Unary(UnaryKind.NEG), moved);
    if (n.has(2)) {
      shift = n.add("shift", new Binary(BinaryKind.ADD), shift, n.value(2));
    }
    Value wide = alongChannels(n, "factor_channels", factor, rank);
    Value scaled = n.add("scaled", new Binary(BinaryKind.MUL), n.value(0), wide);
    Value offset = alongChannels(n, "shift_channels", shift, rank);
    return n.result(new Binary(BinaryKind.ADD), scaled, offset);
  }

  /** A vector of channels so shaped that it broadcasts along axis 1 of this many. */
  static Value alongChannels(AtenNode n, String suffix, Value vector, int rank) {
    if (rank <= 2) {
      return vector;
    }
    List<Integer> dims = new java.util.ArrayList<>(Collections.nCopies(rank - 1, 1));
    dims.set(0, -1);
    return n.add(suffix, new Reshape(false), vector, n.vector(suffix + "_dims", dims));
  }
}
