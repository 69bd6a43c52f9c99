package org.spikezip.frontend.torch.aten;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.DequantizeLinear;

/**
 * Plain operators on quantized tensors. Those that only move elements move the codes; the others
 * work on floats and quantize the result with the same scale.
 */
final class QuantizedRoutes {
  private static final Set<String> MOVES =
      Set.of(
          "view",
          "reshape",
          "transpose",
          "permute",
          "slice",
          "select",
          "contiguous",
          "clone",
          "detach",
          "flatten",
          "unflatten",
          "squeeze",
          "unsqueeze",
          "expand",
          "unbind",
          "split",
          "split_with_sizes",
          "chunk");
  private static final Set<String> POINTWISE = Set.of("relu", "clamp", "hardtanh", "relu6");

  private QuantizedRoutes() {}

  static boolean applies(AtenCall call) {
    String name = Schemas.plain(call.name());
    return name.startsWith("aten::")
        && !name.equals("aten::dequantize")
        && call.arguments().stream().anyMatch(a -> a instanceof QuantizedTensor);
  }

  static List<Object> call(AtenContext context, AtenCall call, Converter converter) {
    AtenNode n = new AtenNode(context, call);
    String name = Schemas.plain(call.name()).substring("aten::".length());
    QuantizedTensor source =
        (QuantizedTensor)
            call.arguments().stream().filter(a -> a instanceof QuantizedTensor).findFirst().get();
    if (name.equals("size") || name.equals("sym_size") || name.equals("dim")) {
      return converter.convert(with(context, call, source, source.codes()));
    }
    if (source.axis().isPresent() || !(MOVES.contains(name) || POINTWISE.contains(name))) {
      throw n.unsupported("is called on a quantized tensor");
    }
    if (MOVES.contains(name)) {
      List<Object> moved = converter.convert(with(context, call, source, source.codes()));
      return rewrapped(moved, source);
    }
    Value floats =
        n.add(
            "floats",
            new DequantizeLinear(0, 0),
            n.value(source.codes(), "codes"),
            n.constant("scale", source.scale()),
            n.constant("zero_point", source.zeroPoint()));
    Object result = converter.convert(with(context, call, source, new TorchValue(floats))).get(0);
    Affine grid = Affine.of(n, source.scale(), source.zeroPoint(), 0, 0, 0);
    return List.of(
        QuantizedOps.quantized(
            n,
            ((TorchValue) result).value(),
            grid,
            context.fact(source.codes()).type(),
            OptionalInt.empty()));
  }

  private static AtenNode with(
      AtenContext context, AtenCall call, QuantizedTensor source, Object replacement) {
    List<Object> arguments = new ArrayList<>();
    call.arguments().forEach(a -> arguments.add(a == source ? replacement : a));
    return new AtenNode(
        context, new AtenCall(call.name(), call.overload(), arguments, call.label(), call.where()));
  }

  private static List<Object> rewrapped(List<?> codes, QuantizedTensor source) {
    List<Object> results = new ArrayList<>();
    for (Object part : codes) {
      results.add(
          part instanceof List<?> list
              ? rewrapped(list, source)
              : new QuantizedTensor(part, source.scale(), source.zeroPoint(), source.axis()));
    }
    return results;
  }
}
