package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Synapse;

/** Puts a synapse in the place of a product with constant weights and of the bias behind it. */
final class SynapseNode {
  private SynapseNode() {}

  /** A synapse with the bias that the product has. */
  static void add(
      QannBuilder qann,
      Graph graph,
      Uses uses,
      Constants constants,
      Node product,
      Value codes,
      IntegerWeights weights) {
    add(qann, graph, uses, constants, product, codes, weights, Optional.empty());
  }

  /**
   * A synapse with the bias that the product has and more.
   *
   * @param shift what else is added, f32 {@code [N]}
   * @return the value that the synapse replaces: the product, or the sum with its bias
   */
  static Value add(
      QannBuilder qann,
      Graph graph,
      Uses uses,
      Constants constants,
      Node product,
      Value codes,
      IntegerWeights weights,
      Optional<Tensor> shift) {
    int columns = weights.weights().dim(1);
    Optional<Bias> bias = Bias.behind(graph, uses, constants, product.output(), columns);
    String name = bias.map(Bias::name).orElse(product.name());
    List<Value> inputs = new ArrayList<>();
    inputs.add(codes);
    inputs.add(qann.constant(name + ".weights", weights.weights()));
    inputs.add(qann.constant(name + ".scale", weights.scale()));
    sum(bias.map(Bias::numbers), shift)
        .ifPresent(numbers -> inputs.add(qann.constant(name + ".bias", numbers)));
    Value made = qann.addAll(name, new Synapse(), inputs).get(0);
    Value result = bias.map(Bias::result).orElse(product.output());
    qann.replace(result, made);
    return result;
  }

  private static Optional<Tensor> sum(Optional<Tensor> bias, Optional<Tensor> shift) {
    return bias.isPresent() && shift.isPresent()
        ? Optional.of(Broadcast.sum(bias.get(), shift.get()))
        : bias.or(() -> shift);
  }
}
