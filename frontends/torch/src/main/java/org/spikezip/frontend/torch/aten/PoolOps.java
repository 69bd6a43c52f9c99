package org.spikezip.frontend.torch.aten;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.ReduceKind;

/** Pooling of whole maps, which is a mean. */
final class PoolOps {
  static final Map<String, Converter> ALL = new HashMap<>();

  static {
    ALL.put("adaptive_avg_pool1d", n -> global(n, 1));
    ALL.put("adaptive_avg_pool2d", n -> global(n, 2));
  }

  private PoolOps() {}

  private static List<Object> global(AtenNode n, int spatial) {
    if (!n.wholes(1, spatial).stream().allMatch(size -> size == 1)) {
      throw n.unsupported(
          "pools to " + n.wholes(1) + "; only pooling to a single element is known");
    }
    int rank = n.rank(0);
    List<Integer> axes = IntStream.range(rank - spatial, rank).boxed().toList();
    return n.tensors(n.result(new Reduce(ReduceKind.MEAN, axes, true), n.value(0)));
  }
}
