package org.spikezip.frontend.torch.aten;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** All operators that we know. */
public final class AtenOps {
  private static final Map<String, AtenOp> OPS = ops();

  private AtenOps() {}

  /**
   * The builder of an operator.
   *
   * @param name with its namespace, such as {@code aten::add}
   * @param overload such as {@code Tensor}; empty for the default one
   */
  public static Optional<AtenOp> find(String name, String overload) {
    AtenOp exact = OPS.get(overload.isEmpty() ? name : name + "." + overload);
    return Optional.ofNullable(exact);
  }

  private static Map<String, AtenOp> ops() {
    Map<String, AtenOp> ops = new HashMap<>();
    return Map.copyOf(ops);
  }
}
