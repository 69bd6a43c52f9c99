package org.spikezip.frontend.onnx.importer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Clip;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;
import org.spikezip.ir.op.Where;

/** Activation functions: those with parameters, with a bias, or made of several canonical ones. */
final class ActivationConverters {
  static final Map<String, Converter> ONNX = new HashMap<>();
  static final Map<String, Converter> MICROSOFT = new HashMap<>();

  static {
    ONNX.put("Clip", ActivationConverters::clip);
    ONNX.put("Gelu", ActivationConverters::gelu);
    ONNX.put("Swish", n -> swish(n, 1));
    ONNX.put("HardSigmoid", n -> List.of(hardSigmoid(n, n.attributes().real("alpha", 0.2f))));
    ONNX.put("HardSwish", ActivationConverters::hardSwish);
    ONNX.put("LeakyRelu", n -> leaky(n, slope(n)));
    ONNX.put("PRelu", n -> leaky(n, n.require(1)));
    MICROSOFT.put("Gelu", n -> biased(n, UnaryKind.GELU));
    MICROSOFT.put("BiasGelu", n -> biased(n, UnaryKind.GELU));
    MICROSOFT.put("FastGelu", n -> biased(n, UnaryKind.GELU_TANH));
    MICROSOFT.put("QuickGelu", n -> swish(n, 1.702f));
  }

  private ActivationConverters() {}

  private static List<Value> gelu(OnnxNode n) {
    boolean tanh = n.attributes().text("approximate", "none").equals("tanh");
    return List.of(n.result(new Unary(tanh ? UnaryKind.GELU_TANH : UnaryKind.GELU), n.require(0)));
  }

  private static List<Value> biased(OnnxNode n, UnaryKind kind) {
    Value x =
        n.hasInput(1)
            ? n.add("bias", new Binary(BinaryKind.ADD), n.require(0), n.require(1))
            : n.require(0);
    return List.of(n.result(new Unary(kind), x));
  }

  /** x·sigmoid(αx). */
  private static List<Value> swish(OnnxNode n, float otherwise) {
    float alpha = n.attributes().real("alpha", otherwise);
    Value x = n.require(0);
    if (alpha == 1) {
      return List.of(n.result(new Unary(UnaryKind.SILU), x));
    }
    Value scaled = mul(n, "scaled", x, n.scalar("alpha", n.fact(0).type(), alpha));
    Value gate = n.add("gate", new Unary(UnaryKind.SIGMOID), scaled);
    return List.of(n.result(new Binary(BinaryKind.MUL), x, gate));
  }

  private static Value slope(OnnxNode n) {
    return n.scalar("slope", n.fact(0).type(), n.attributes().real("alpha", 0.01f));
  }

  /** x where it is positive, else x times a slope. */
  private static List<Value> leaky(OnnxNode n, Value slope) {
    Value x = n.require(0);
    Value zero = n.scalar("zero", n.fact(0).type(), 0);
    Value negative = n.add("negative", new Binary(BinaryKind.LESS), x, zero);
    return List.of(n.result(new Where(), negative, mul(n, "sloped", x, slope), x));
  }

  /** Clips αx + β to [0, 1]. */
  private static Value hardSigmoid(OnnxNode n, float alpha) {
    return n.result(new Clip(0, 1), line(n, alpha, n.attributes().real("beta", 0.5f)));
  }

  private static List<Value> hardSwish(OnnxNode n) {
    Value gate = n.add("gate", new Clip(0, 1), line(n, 1f / 6, 0.5f));
    return List.of(n.result(new Binary(BinaryKind.MUL), n.require(0), gate));
  }

  private static Value line(OnnxNode n, float alpha, float beta) {
    ElementType type = n.fact(0).type();
    Value scaled = mul(n, "scaled", n.require(0), n.scalar("alpha", type, alpha));
    return n.add("shifted", new Binary(BinaryKind.ADD), scaled, n.scalar("beta", type, beta));
  }

  private static Value mul(OnnxNode n, String suffix, Value a, Value b) {
    return n.add(suffix, new Binary(BinaryKind.MUL), a, b);
  }

  /** Bounds are attributes before opset 11, then optional inputs. */
  private static List<Value> clip(OnnxNode n) {
    ElementType type = n.fact(0).type();
    if (n.opset() < 11) {
      float min = n.attributes().real("min", Float.NEGATIVE_INFINITY);
      float max = n.attributes().real("max", Float.POSITIVE_INFINITY);
      return List.of(n.result(new Clip(min, max), n.require(0)));
    }
    Optional<Float> min = bound(n, 1, Float.NEGATIVE_INFINITY);
    Optional<Float> max = bound(n, 2, Float.POSITIVE_INFINITY);
    if (type.isFloat() && type != ElementType.F64 && min.isPresent() && max.isPresent()) {
      return List.of(n.result(new Clip(min.get(), max.get()), n.require(0)));
    }
    Value result = n.require(0);
    if (n.hasInput(1)) {
      Binary lower = new Binary(BinaryKind.MAX);
      result =
          n.hasInput(2)
              ? n.add("lower", lower, result, n.input(1))
              : n.result(lower, result, n.input(1));
    }
    return n.hasInput(2)
        ? List.of(n.result(new Binary(BinaryKind.MIN), result, n.input(2)))
        : List.of(result);
  }

  private static Optional<Float> bound(OnnxNode n, int index, float otherwise) {
    if (!n.hasInput(index)) {
      return Optional.of(otherwise);
    }
    Optional<Tensor> bound = n.constant(index);
    return bound.filter(t -> t.type().isFloat() && t.size() == 1).map(t -> t.floats()[0]);
  }
}
