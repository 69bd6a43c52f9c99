package org.spikezip.frontend.onnx.importer;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spikezip.frontend.onnx.TensorReader;
import org.spikezip.frontend.onnx.proto.TensorProto;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Constant;

/**
 * The values of the source by name. Constants become nodes when something first takes them as an
 * input; those that only serve as attributes never do.
 */
final class Scope {
  private final GraphBuilder builder;
  private final TensorReader tensors;
  private final Set<String> used;
  private final Map<String, TensorProto> stored = new HashMap<>();
  private final Map<String, Tensor> constants = new HashMap<>();
  private final Map<String, Value> values = new HashMap<>();

  /**
   * @param used names that some node or the graph's outputs take
   */
  Scope(GraphBuilder builder, TensorReader tensors, Set<String> used) {
    this.builder = builder;
    this.tensors = tensors;
    this.used = used;
  }

  void store(TensorProto initializer) {
    requireNew(initializer.getName());
    stored.put(initializer.getName(), initializer);
  }

  void define(String name, Tensor constant) {
    requireNew(name);
    constants.put(name, constant);
  }

  void define(String name, Value value) {
    requireNew(name);
    values.put(name, value);
  }

  /** Another name for a value. */
  void alias(String name, String of) {
    Optional<Tensor> constant = constant(of);
    if (constant.isPresent()) {
      define(name, constant.get());
    } else {
      define(name, value(of));
    }
  }

  boolean knows(String name) {
    return values.containsKey(name) || constants.containsKey(name) || stored.containsKey(name);
  }

  boolean isUsed(String name) {
    return used.contains(name);
  }

  Value value(String name) {
    Value value = values.get(name);
    if (value != null) {
      return value;
    }
    Tensor tensor =
        constant(name)
            .orElseThrow(
                () ->
                    new SpikezipException(
                        ErrorCode.MALFORMED, "nothing makes the value '" + name + "'"));
    refuseNaN(name, tensor);
    Value made = builder.constant(name, tensor);
    values.put(name, made);
    return made;
  }

  Optional<Tensor> constant(String name) {
    Value value = values.get(name);
    if (value != null) {
      return builder.node(value).op() instanceof Constant c
          ? Optional.of(c.value())
          : Optional.empty();
    }
    if (stored.containsKey(name)) {
      return Optional.of(constants.computeIfAbsent(name, n -> tensors.read(stored.get(n))));
    }
    return Optional.ofNullable(constants.get(name));
  }

  private void requireNew(String name) {
    if (knows(name)) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "the value '" + name + "' is made twice",
          "give every output of every node its own name");
    }
  }

  private static void refuseNaN(String name, Tensor tensor) {
    if (!tensor.type().isFloat()) {
      return;
    }
    int index = NaNs.first(tensor);
    if (index >= 0) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "initializer '" + name + "' " + tensor + " holds NaN at index " + index,
          "its training diverged or the file is damaged: export it from a good checkpoint");
    }
  }
}
