package org.spikezip.pass.quantize;

import java.util.Arrays;
import java.util.Optional;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;

/**
 * A constant added to a product, one number a column.
 *
 * @param result the sum, which the synapse replaces
 * @param name what the sum is called
 * @param numbers f32 {@code [N]}
 */
record Bias(Value result, String name, Tensor numbers) {
  /** The bias behind a product of N columns, if its only user adds one. */
  static Optional<Bias> behind(
      Graph graph, Uses uses, Constants constants, Value product, int columns) {
    if (!uses.isSingle(product)) {
      return Optional.empty();
    }
    Node user = uses.of(product).get(0);
    if (!(user.op() instanceof Binary binary) || binary.kind() != BinaryKind.ADD) {
      return Optional.empty();
    }
    Value other = user.input(user.input(0).equals(product) ? 1 : 0);
    return constants
        .of(other)
        .filter(t -> fits(t, graph.fact(product), columns))
        .map(t -> new Bias(user.output(), user.name(), spread(t, columns)));
  }

  /** Whether it has one number a column and adds no axis. */
  private static boolean fits(Tensor tensor, Fact product, int columns) {
    boolean row = tensor.size() == 1 || (tensor.size() == columns && tensor.dim(-1) == columns);
    boolean inside =
        tensor.rank() <= 1 || (product.shape().known() && tensor.rank() <= product.shape().rank());
    return tensor.type().isFloat() && row && inside;
  }

  private static Tensor spread(Tensor tensor, int columns) {
    float[] numbers = tensor.floats();
    if (numbers.length == 1 && columns > 1) {
      float one = numbers[0];
      numbers = new float[columns];
      Arrays.fill(numbers, one);
    }
    return Tensor.of(numbers, columns);
  }
}
