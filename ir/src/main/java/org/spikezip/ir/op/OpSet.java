package org.spikezip.ir.op;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.spikezip.ir.Attribute;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.SpikezipException;

/** Operators by name: how the text form and artifacts make them again. */
public final class OpSet {
  /** Makes an operator from its attributes and from the facts that were written beside it. */
  public interface Maker {
    Op make(Attributes attributes, List<Fact> outputs);
  }

  private static final OpSet CANONICAL = new OpSet(canonicalMakers());

  private final Map<String, Maker> makers;

  private OpSet(Map<String, Maker> makers) {
    this.makers = Collections.unmodifiableMap(makers);
  }

  /** The operators of this package. */
  public static OpSet canonical() {
    return CANONICAL;
  }

  /** These operators and more; a name that exists already is an error. */
  public OpSet with(Map<String, Maker> more) {
    Map<String, Maker> all = new TreeMap<>(makers);
    more.forEach(
        (name, maker) -> {
          if (all.putIfAbsent(name, maker) != null) {
            throw new SpikezipException(ErrorCode.USAGE, "operator '" + name + "' exists already");
          }
        });
    return new OpSet(all);
  }

  public SortedSet<String> names() {
    return new TreeSet<>(makers.keySet());
  }

  /**
   * Makes an operator.
   *
   * @param outputs the facts of its outputs as far as they were written down
   * @throws SpikezipException if there is no such operator, or an attribute is missing or wrong
   */
  public Op create(String name, Attributes attributes, List<Fact> outputs) {
    Maker maker = makers.get(name);
    if (maker == null) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "unknown operator '" + name + "'",
          "install the plugin that defines it");
    }
    try {
      return maker.make(attributes, outputs);
    } catch (SpikezipException e) {
      throw e.in("operator '" + name + "'");
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, "operator '" + name + "': " + e.getMessage(), "", e);
    }
  }

  private static Map<String, Maker> canonicalMakers() {
    Map<String, Maker> makers = new TreeMap<>();
    for (UnaryKind kind : UnaryKind.values()) {
      makers.put(kind.symbol(), (a, f) -> new Unary(kind));
    }
    for (BinaryKind kind : BinaryKind.values()) {
      makers.put(kind.symbol(), (a, f) -> new Binary(kind));
    }
    makers.put("input", (a, f) -> new Input(f.get(0)));
    makers.put("shape", (a, f) -> ShapeOf.read(a));
    makers.put(
        "host",
        (a, f) ->
            new HostOp(
                a.text("domain"),
                a.text("type"),
                a.whole("opset"),
                new Attribute.Opaque(a.opaque("node")),
                f));
    makers.put("where", (a, f) -> Where.read(a));
    makers.put("cast", (a, f) -> Cast.read(a));
    makers.put("clip", (a, f) -> Clip.read(a));
    makers.put("matmul", (a, f) -> MatMul.read(a));
    makers.put("conv", (a, f) -> Conv.read(a));
    makers.put("patches", (a, f) -> Patches.read(a));
    makers.put("softmax", (a, f) -> Softmax.read(a));
    makers.put("log_softmax", (a, f) -> LogSoftmax.read(a));
    makers.put("layer_norm", (a, f) -> LayerNorm.read(a));
    makers.put("rms_norm", (a, f) -> RmsNorm.read(a));
    makers.put("reduce", (a, f) -> Reduce.read(a));
    makers.put("reshape", (a, f) -> Reshape.read(a));
    makers.put("transpose", (a, f) -> Transpose.read(a));
    makers.put("slice", (a, f) -> Slice.read(a));
    makers.put("concat", (a, f) -> Concat.read(a));
    makers.put("split", (a, f) -> Split.read(a));
    makers.put("gather", (a, f) -> Gather.read(a));
    makers.put("gather_elements", (a, f) -> GatherElements.read(a));
    makers.put("expand", (a, f) -> Expand.read(a));
    makers.put("squeeze", (a, f) -> Squeeze.read(a));
    makers.put("unsqueeze", (a, f) -> Unsqueeze.read(a));
    makers.put("range", (a, f) -> Range.read(a));
    makers.put("fill", (a, f) -> Fill.read(a));
    makers.put("pad", (a, f) -> Pad.read(a));
    makers.put("trilu", (a, f) -> Trilu.read(a));
    makers.put("quantize_linear", (a, f) -> QuantizeLinear.read(a));
    makers.put("dequantize_linear", (a, f) -> DequantizeLinear.read(a));
    makers.put("quantizer", (a, f) -> Quantizer.read(a));
    makers.put("neuron", (a, f) -> Neuron.read(a));
    makers.put("decode", (a, f) -> Decode.read(a));
    makers.put("synapse", (a, f) -> Synapse.read(a));
    makers.put("bilinear", (a, f) -> Bilinear.read(a));
    makers.put("constant", (a, f) -> Constant.read(a));
    return makers;
  }
}
