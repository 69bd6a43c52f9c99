package org.spikezip.frontend.torch.aten;

import java.util.IdentityHashMap;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;

/** What operators build with. One for a whole model. Not thread-safe. */
public final class AtenContext {
  private final GraphBuilder builder;
  private final IdentityHashMap<Tensor, Value> constants = new IdentityHashMap<>();

  public AtenContext(GraphBuilder builder) {
    this.builder = builder;
  }

  public GraphBuilder builder() {
    return builder;
  }

  /**
   * The value of an argument that is a tensor or an integer; a constant becomes a node the first
   * time it is asked for.
   *
   * @throws SpikezipException UNSUPPORTED for anything else
   */
  public Value value(Object argument) {
    if (argument instanceof TorchValue tensor) {
      return tensor.value();
    }
    if (argument instanceof SymInt integer) {
      return integer.value();
    }
    if (argument instanceof Tensor tensor) {
      return constant("constant", tensor);
    }
    throw new SpikezipException(
        ErrorCode.UNSUPPORTED, "expected a tensor, found " + describe(argument));
  }

  /** The node of a constant; its label is that of its first use. */
  public Value constant(String label, Tensor tensor) {
    return constants.computeIfAbsent(tensor, t -> builder.constant(label, t));
  }

  /** What is known of a tensor argument; adds nothing to the graph. */
  public Fact fact(Object argument) {
    return argument instanceof Tensor tensor ? tensor.fact() : builder.fact(value(argument));
  }

  private static String describe(Object argument) {
    return argument == null ? "None" : argument.getClass().getSimpleName() + " " + argument;
  }
}
