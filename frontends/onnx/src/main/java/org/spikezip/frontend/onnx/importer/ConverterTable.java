package org.spikezip.frontend.onnx.importer;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** All converters, by domain and operator. */
final class ConverterTable {
  private static final Map<String, Map<String, Converter>> CONVERTERS = converters();

  private ConverterTable() {}

  /** The converter of an operator; the empty domain is ONNX's own. */
  static Optional<Converter> find(String domain, String type) {
    return Optional.ofNullable(CONVERTERS.getOrDefault(domain, Map.of()).get(type));
  }

  private static Map<String, Map<String, Converter>> converters() {
    Map<String, Converter> onnx = new HashMap<>();
    onnx.putAll(UnaryConverters.ONNX);
    onnx.putAll(BinaryConverters.ONNX);
    onnx.putAll(ActivationConverters.ONNX);
    onnx.putAll(ShapeConverters.ONNX);
    onnx.putAll(RouteConverters.ONNX);
    onnx.putAll(LinearConverters.ONNX);
    onnx.putAll(ReduceConverters.ONNX);
    onnx.putAll(PoolConverters.ONNX);
    onnx.putAll(NormConverters.ONNX);
    onnx.putAll(QuantizationConverters.ONNX);
    onnx.putAll(QLinearConverters.ONNX);
    onnx.computeIfPresent("Mul", (type, plain) -> new IntegerProducts(plain));
    onnx.putAll(AttentionConverters.ONNX);
    onnx.putAll(RotaryConverters.ONNX);
    Map<String, Converter> microsoft = new HashMap<>();
    microsoft.putAll(ActivationConverters.MICROSOFT);
    microsoft.putAll(LinearConverters.MICROSOFT);
    microsoft.putAll(NormConverters.MICROSOFT);
    microsoft.putAll(QuantizationConverters.ONNX);
    microsoft.putAll(QLinearConverters.MICROSOFT);
    microsoft.putAll(IntegerConverters.MICROSOFT);
    microsoft.putAll(BlockConverters.MICROSOFT);
    microsoft.put("GatherBlockQuantized", BlockLookup::convert);
    microsoft.putAll(RotaryConverters.MICROSOFT);
    microsoft.putAll(MicrosoftConverters.ALL);
    return Map.of("", Map.copyOf(onnx), "com.microsoft", Map.copyOf(microsoft));
  }
}
