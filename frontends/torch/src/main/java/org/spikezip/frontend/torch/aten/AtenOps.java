package org.spikezip.frontend.torch.aten;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** All operators that have a builder, by name. */
public final class AtenOps {
  private static final Map<String, Converter> CONVERTERS = converters();

  private AtenOps() {}

  /**
   * The builder of an operator.
   *
   * @param name such as {@code aten::linear}; an in-place form counts as its plain form
   * @param overload used where overloads differ in more than their arguments' types
   */
  public static Optional<AtenOp> find(String name, String overload) {
    String plain = Schemas.plain(name);
    Converter converter = CONVERTERS.getOrDefault(plain + "." + overload, CONVERTERS.get(plain));
    Converter scalar = ScalarOps.ALL.get(plain);
    if (converter == null && scalar == null) {
      return Optional.empty();
    }
    return Optional.of(
        (context, call) -> {
          if (QuantizedRoutes.applies(call) && converter != null) {
            return QuantizedRoutes.call(context, call, converter);
          }
          boolean plainNumbers = call.arguments().stream().noneMatch(AtenNode::isTensor);
          boolean asScalar = scalar != null && (plainNumbers || converter == null);
          return (asScalar ? scalar : converter).convert(new AtenNode(context, call));
        });
  }

  /** Names of all operators that have a builder, without overloads. */
  static SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>(ScalarOps.ALL.keySet());
    CONVERTERS.keySet().forEach(name -> names.add(name.split("\\.", 2)[0]));
    return names;
  }

  private static Map<String, Converter> converters() {
    Map<String, Converter> all = new HashMap<>();
    all.putAll(UnaryOps.ALL);
    all.putAll(BinaryOps.ALL);
    all.putAll(ActivationOps.ALL);
    all.putAll(LinearOps.ALL);
    all.putAll(AttentionOps.ALL);
    all.putAll(EncoderLayerOps.ALL);
    all.putAll(NormOps.ALL);
    all.putAll(ReduceOps.ALL);
    all.putAll(ShapeOps.ALL);
    all.putAll(RouteOps.ALL);
    all.putAll(DifferenceOps.ALL);
    all.putAll(PoolOps.ALL);
    all.putAll(IndexOps.ALL);
    all.putAll(FillOps.ALL);
    all.putAll(TypeOps.ALL);
    all.putAll(FakeQuantOps.ALL);
    all.putAll(QuantizedOps.ALL);
    Map<String, Converter> named = new HashMap<>();
    all.forEach((name, op) -> named.put(name.contains("::") ? name : "aten::" + name, op));
    return Map.copyOf(named);
  }
}
