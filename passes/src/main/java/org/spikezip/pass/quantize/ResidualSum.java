package org.spikezip.pass.quantize;

import java.util.Optional;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;

/** What a product with weights is added to: the residual stream. */
final class ResidualSum {
  private ResidualSum() {}

  /** The other signal of the sum that alone takes a product, past its bias; of the same shape. */
  static Optional<Value> other(Graph graph, Uses uses, Constants constants, Product product) {
    int columns = ((Product.WithWeights) product).weights().dim(1);
    Value output = product.node().output();
    Value sum =
        Bias.behind(graph, uses, constants, output, columns).map(Bias::result).orElse(output);
    if (!uses.isSingle(sum)) {
      return Optional.empty();
    }
    Node user = uses.of(sum).get(0);
    if (!(user.op() instanceof Binary binary) || binary.kind() != BinaryKind.ADD) {
      return Optional.empty();
    }
    Value other = user.input(user.input(0).equals(sum) ? 1 : 0);
    return constants.is(other) ? Optional.empty() : Optional.of(other);
  }
}
