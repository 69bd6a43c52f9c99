package org.spikezip.frontend.torch.aten;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Clip;
import org.spikezip.ir.op.Split;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;
import org.spikezip.ir.op.Where;

/** Activation functions with parameters or made of several canonical ones. */
final class ActivationOps {
  static final Map<String, Converter> ALL = new HashMap<>();

  static {
    ALL.put("gelu", ActivationOps::gelu);
    ALL.put("relu6", n -> n.tensors(n.result(new Clip(0, 6), n.value(0))));
    ALL.put("hardtanh", n -> clamp(n, n.real(1), n.real(2)));
    ALL.put("hardsigmoid", n -> n.tensors(n.result(new Clip(0, 1), line(n))));
    ALL.put("hardswish", ActivationOps::hardSwish);
    ALL.put("leaky_relu", n -> sloped(n, n.scalar("slope", n.type(0), n.real(1))));
    ALL.put("prelu", ActivationOps::prelu);
    ALL.put("elu", ActivationOps::elu);
    ALL.put("mish", ActivationOps::mish);
    ALL.put("softplus", ActivationOps::softplus);
    ALL.put("glu", ActivationOps::glu);
    for (String clamp : List.of("clamp", "clip")) {
      ALL.put(clamp, n -> clamp(n, 1, 2));
    }
    ALL.put("clamp_min", n -> clamp(n, 1, -1));
    ALL.put("clamp_max", n -> clamp(n, -1, 1));
  }

  private ActivationOps() {}

  static UnaryKind gelu(String approximate) {
    return approximate.equals("tanh") ? UnaryKind.GELU_TANH : UnaryKind.GELU;
  }

  private static List<Object> gelu(AtenNode n) {
    String approximate = n.has(1) ? n.text(1) : "none";
    return n.tensors(n.result(new Unary(gelu(approximate)), n.value(0)));
  }

  /** x/6 + ½. */
  private static Value line(AtenNode n) {
    ElementType type = n.type(0);
    Value scaled = n.add("scaled", mul(), n.value(0), n.scalar("sixth", type, 1.0 / 6));
    return n.add("shifted", new Binary(BinaryKind.ADD), scaled, n.scalar("half", type, 0.5));
  }

  private static List<Object> hardSwish(AtenNode n) {
    Value gate = n.add("gate", new Clip(0, 1), line(n));
    return n.tensors(n.result(mul(), n.value(0), gate));
  }

  private static Binary mul() {
    return new Binary(BinaryKind.MUL);
  }

  private static Value negative(AtenNode n) {
    Value zero = n.scalar("zero", n.type(0), 0);
    return n.add("negative", new Binary(BinaryKind.LESS), n.value(0), zero);
  }

  private static List<Object> sloped(AtenNode n, Value slope) {
    Value sloped = n.add("sloped", mul(), n.value(0), slope);
    return n.tensors(n.result(new Where(), negative(n), sloped, n.value(0)));
  }

  /** The weights run along axis 1. */
  private static List<Object> prelu(AtenNode n) {
    Value slope = n.value(1);
    if (n.rank(0) > 2
        && n.rank(1) == 1
        && !n.shape(1).elements().equals(org.spikezip.ir.Dim.of(1))) {
      slope = NormOps.alongChannels(n, "slope", slope, n.rank(0));
    }
    return sloped(n, slope);
  }

  private static List<Object> elu(AtenNode n) {
    if (n.real(2) != 1 || n.real(3) != 1) {
      throw n.unsupported("elu with a scale");
    }
    ElementType type = n.type(0);
    Value exp = n.add("exp", new Unary(UnaryKind.EXP), n.value(0));
    Value less = n.add("less", new Binary(BinaryKind.SUB), exp, n.scalar("one", type, 1));
    Value low = n.add("low", mul(), less, n.scalar("alpha", type, n.real(1)));
    return n.tensors(n.result(new Where(), negative(n), low, n.value(0)));
  }

  private static List<Object> mish(AtenNode n) {
    Value soft = n.add("softplus", new Unary(UnaryKind.SOFTPLUS), n.value(0));
    Value gate = n.add("gate", new Unary(UnaryKind.TANH), soft);
    return n.tensors(n.result(mul(), n.value(0), gate));
  }

  /** torch takes x itself above a threshold, where the two differ by less than rounding. */
  private static List<Object> softplus(AtenNode n) {
    if (n.real(1) != 1 || n.real(2) < 20) {
      throw n.unsupported("softplus with beta " + n.real(1) + ", threshold " + n.real(2));
    }
    return n.tensors(n.result(new Unary(UnaryKind.SOFTPLUS), n.value(0)));
  }

  private static List<Object> glu(AtenNode n) {
    int axis = n.axis(0, 1);
    int half = RouteOps.fixedSize(n, 0, axis) / 2;
    Value x = n.value(0);
    List<TorchValue> halves = RouteOps.parts(n, "halves", new Split(axis, List.of(half, half)), x);
    Value gate = n.add("gate", new Unary(UnaryKind.SIGMOID), halves.get(1).value());
    return n.tensors(n.result(mul(), halves.get(0).value(), gate));
  }

  /** Bounds are arguments; None or a missing one (−1) is none. */
  private static List<Object> clamp(AtenNode n, int min, int max) {
    boolean constant = !tensorBound(n, min) && !tensorBound(n, max);
    if (constant && n.type(0).isFloat()) {
      return clamp(
          n, bound(n, min, Double.NEGATIVE_INFINITY), bound(n, max, Double.POSITIVE_INFINITY));
    }
    ElementType type = n.type(0);
    Value result = n.value(0);
    if (min >= 0 && n.has(min)) {
      result = n.add("lower", new Binary(BinaryKind.MAX), result, n.value(min, type));
    }
    if (max >= 0 && n.has(max)) {
      result = n.add("upper", new Binary(BinaryKind.MIN), result, n.value(max, type));
    }
    return n.tensors(result);
  }

  private static boolean tensorBound(AtenNode n, int index) {
    return index >= 0 && n.has(index) && n.isTensor(index);
  }

  private static double bound(AtenNode n, int index, double otherwise) {
    return index < 0 ? otherwise : n.realOr(index, otherwise);
  }

  private static List<Object> clamp(AtenNode n, double min, double max) {
    return n.tensors(n.result(new Clip((float) min, (float) max), n.value(0)));
  }
}
