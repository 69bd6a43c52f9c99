package org.spikezip.api.reference;

import java.util.List;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Pad;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.Squeeze;
import org.spikezip.ir.op.Unsqueeze;

/** The operators that only move elements, as {@link RouteMap} says. */
final class Routes {
  private Routes() {}

  static List<Tensor> move(Op op, List<Tensor> inputs) {
    RouteMap.requireArity(op, inputs.size());
    if (op instanceof Reshape || op instanceof Squeeze || op instanceof Unsqueeze) {
      Tensor x = inputs.get(0);
      return List.of(x.reshape(Reshaping.dims(op, x.dims(), inputs)));
    }
    List<IndexMap> maps = RouteMap.maps(op, inputs.stream().map(Tensor::dims).toList(), inputs);
    Tensor source = Elements.joined(inputs.subList(0, RouteMap.movedInputs(op, inputs.size())));
    float constant = op instanceof Pad pad ? pad.value() : 0f;
    return maps.stream().map(map -> Elements.take(source, map, constant)).toList();
  }
}
