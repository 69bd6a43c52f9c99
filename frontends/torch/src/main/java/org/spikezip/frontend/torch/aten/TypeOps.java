package org.spikezip.frontend.torch.aten;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Cast;

/** Conversions of type, and operators that do nothing at inference. */
final class TypeOps {
  static final Map<String, Converter> ALL = new HashMap<>();

  static {
    ALL.put("to.dtype", n -> cast(n, 1));
    ALL.put("to.dtype_layout", n -> cast(n, 1));
    ALL.put("to.device", n -> cast(n, 2));
    ALL.put("to.prim_Device", n -> cast(n, 2));
    ALL.put("to.prim_dtype", n -> cast(n, 1));
    ALL.put("to.prim_other", TypeOps::same);
    ALL.put("_to_copy", n -> cast(n, 1));
    ALL.put("to.other", n -> n.tensors(as(n, n.type(1))));
    ALL.put("type_as", n -> n.tensors(as(n, n.type(1))));
    for (String same :
        List.of("contiguous", "clone", "detach", "alias", "lift_fresh", "lift_fresh_copy")) {
      ALL.put(same, TypeOps::same);
    }
    for (String dropout : List.of("dropout", "feature_dropout")) {
      ALL.put(dropout, TypeOps::dropout);
    }
    ALL.put("native_dropout", n -> java.util.Arrays.asList(dropout(n).get(0), null));
    ALL.put("_assert_tensor_metadata", n -> List.of());
    ALL.put("sym_constrain_range_for_size", n -> List.of());
    ALL.put("is_floating_point", n -> List.of(n.type(0).isFloat()));
    for (String item : List.of("item", "_local_scalar_dense", "ScalarImplicit")) {
      ALL.put(item, TypeOps::item);
    }
    for (String whole : List.of("Int", "IntImplicit")) {
      ALL.put(whole, TypeOps::item);
    }
    ALL.put("Bool", n -> List.of(truth(item(n).get(0))));
    for (String real : List.of("Float", "FloatImplicit")) {
      ALL.put(real, n -> List.of(real(n, item(n).get(0))));
    }
  }

  private TypeOps() {}

  private static List<Object> same(AtenNode n) {
    return java.util.Collections.singletonList(n.argument(0));
  }

  private static List<Object> cast(AtenNode n, int dtype) {
    return n.elementType(dtype).map(t -> n.tensors(as(n, t))).orElseGet(() -> same(n));
  }

  private static Value as(AtenNode n, ElementType type) {
    return n.type(0) == type ? n.value(0) : n.result(new Cast(type), n.value(0));
  }

  /** The same bytes as another type of the same size would be other numbers. */
  static List<Object> reinterpret(AtenNode n) {
    if (n.elementType(1).orElseThrow() == n.type(0)) {
      return same(n);
    }
    throw n.unsupported("reads the bytes of " + n.fact(0) + " as another element type");
  }

  private static List<Object> dropout(AtenNode n) {
    if (n.flag(2) && n.real(1) != 0) {
      throw n.unsupported(
          "dropout " + n.real(1) + " in training; call model.eval() before exporting");
    }
    return same(n);
  }

  /** The number in a tensor of one element, if it does not depend on data. */
  private static List<Object> item(AtenNode n) {
    Object argument = n.argument(0);
    if (argument instanceof Tensor t && t.size() == 1) {
      if (t.type().isFloat()) {
        return List.of((double) t.floats()[0]);
      }
      return List.of(t.type() == ElementType.BOOL ? (Object) (t.longs()[0] != 0) : t.longs()[0]);
    }
    if (argument instanceof TorchValue v) {
      var elements = n.fact(v.value()).elements();
      boolean truth = n.fact(v.value()).type() == ElementType.BOOL;
      boolean single = elements.isPresent() && elements.get().size() == 1;
      if (single && (!truth || elements.get().get(0).isFixed())) {
        var dim = elements.get().get(0);
        if (truth) {
          return List.of(dim.size() != 0);
        }
        return List.of(dim.isFixed() ? (Object) dim.size() : new SymInt(dim, scalar(n, v.value())));
      }
      throw n.unsupported("takes a number out of a tensor that depends on data");
    }
    return same(n);
  }

  private static Value scalar(AtenNode n, Value value) {
    Value whole = n.cast("whole", value, ElementType.I64);
    return n.shape(whole).rank() == 0 ? whole : new Sizes(n).reshaped("scalar", whole, List.of());
  }

  private static Object truth(Object number) {
    if (number instanceof SymInt) {
      return number;
    }
    return number instanceof Boolean ? number : ((Number) number).doubleValue() != 0;
  }

  private static Object real(AtenNode n, Object number) {
    if (number instanceof SymInt) {
      throw n.unsupported("makes a float of a dynamic size");
    }
    return number instanceof Boolean b ? (b ? 1.0 : 0.0) : ((Number) number).doubleValue();
  }
}
