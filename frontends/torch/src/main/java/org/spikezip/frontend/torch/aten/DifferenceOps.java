package org.spikezip.frontend.torch.aten;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Concat;
import org.spikezip.ir.op.Slice;

/** Differences of neighbours along an axis. */
final class DifferenceOps {
  static final Map<String, Converter> ALL = new HashMap<>();

  static {
    ALL.put("diff", DifferenceOps::difference);
  }

  private DifferenceOps() {}

  private static List<Object> difference(AtenNode n) {
    int axis = n.axis(0, 2);
    List<Value> parts = new ArrayList<>();
    for (int index : new int[] {3, 0, 4}) {
      if (n.has(index)) {
        parts.add(n.value(index));
      }
    }
    Value x =
        parts.size() == 1
            ? parts.get(0)
            : n.add("joined", new Concat(axis), parts.toArray(new Value[0]));
    long order = n.integer(1);
    if (order < 0 || order > 8) {
      throw n.unsupported("differences of order " + order);
    }
    for (int i = 0; i < order; i++) {
      Value later = cut(n, "later" + i, x, axis, 1, Long.MAX_VALUE);
      Value earlier = cut(n, "earlier" + i, x, axis, 0, -1);
      x = n.add("order" + i, new Binary(BinaryKind.SUB), later, earlier);
    }
    return n.tensors(x);
  }

  private static Value cut(AtenNode n, String suffix, Value x, int axis, long start, long end) {
    Sizes sizes = new Sizes(n);
    return n.add(
        suffix,
        new Slice(),
        x,
        sizes.vector(List.of(start), suffix + "_start"),
        sizes.vector(List.of(end), suffix + "_end"),
        n.vector(suffix + "_axis", List.of(axis)));
  }
}
