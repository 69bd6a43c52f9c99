package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.spikezip.api.reference.RouteMap;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Decode;
import org.spikezip.ir.op.Pad;

/**
 * The values of the old graph that codes are known of. What moves the elements of such a value
 * moves its codes as well; what computes on it gets the numbers that the codes stand for.
 */
final class CodedValues {
  /**
   * A value as codes.
   *
   * @param codes in the new graph
   * @param grid what made them
   * @param step what a unit of the codes is worth, f32, one number or broadcast against the codes
   */
  record Coded(Value codes, CodeGrid grid, Tensor step) {
    Coded {
      step = step.size() == 1 ? Tensor.scalar(step.floats()[0]) : step;
    }

    boolean isPerTensor() {
      return step.size() == 1;
    }

    /** The same codes, a unit worth this much. */
    Coded withStep(Tensor other) {
      return new Coded(codes, grid, other);
    }
  }

  /**
   * A value of integers as codes.
   *
   * @param coded the codes
   * @param parameters what they are with: q = S + zero point
   * @param x what is quantized, unless the codes are moved ones
   */
  record Integers(Coded coded, QdqParameters parameters, Optional<Value> x) {}

  private final QannBuilder qann;
  private final Map<Value, Integers> integers = new HashMap<>();
  private final Map<Value, Coded> numbers = new HashMap<>();

  CodedValues(QannBuilder qann) {
    this.qann = qann;
  }

  boolean any() {
    return !numbers.isEmpty();
  }

  /** The codes that a value of integers, less its zero point, is. */
  Optional<Integers> integers(Value value) {
    return Optional.ofNullable(integers.get(value));
  }

  /** The codes that the numbers of a value are made of. */
  Optional<Coded> numbers(Value value) {
    return Optional.ofNullable(numbers.get(value));
  }

  void putIntegers(Value value, Integers found) {
    integers.put(value, found);
  }

  /** Makes the products of a value integer products; other users keep its numbers as they are. */
  void putNumbers(Value value, Coded coded) {
    numbers.put(value, coded);
  }

  /** As {@link #putNumbers}, and gives other users {@code step·codes}, decoded. */
  void decode(String name, Value value, Coded coded) {
    numbers.put(value, coded);
    Value step = qann.constant(name + ".theta", coded.step());
    qann.replace(value, qann.add(name, new Decode(), coded.codes(), step));
  }

  /** Adds the quantizer of a value. */
  Coded quantize(String name, Value x, CodeGrid grid) {
    Value codes =
        qann.add(
            name,
            grid.op(),
            x,
            qann.constant(name + ".theta", grid.theta()),
            qann.constant(name + ".min", grid.min()),
            qann.constant(name + ".max", grid.max()));
    return new Coded(codes, grid, grid.theta());
  }

  /** Moves codes as the node moves what they stand for. */
  void route(Node node) {
    Integers first = integers.get(node.input(0));
    // Integers that are padded are no codes.
    if (first != null && !(node.op() instanceof Pad)) {
      moved(node, v -> Optional.ofNullable(integers.get(v)).map(Integers::coded))
          .forEach(
              (value, coded) ->
                  integers.put(value, new Integers(coded, first.parameters(), Optional.empty())));
    }
    boolean pads = node.op() instanceof Pad pad && pad.value() != 0;
    if (numbers.containsKey(node.input(0)) && !pads) {
      numbers.putAll(moved(node, this::numbers));
    }
  }

  /** What the node makes of codes, if all that it moves are of one grid. */
  private Map<Value, Coded> moved(Node node, Function<Value, Optional<Coded>> known) {
    int moved = RouteMap.movedInputs(node.op(), node.inputs().size());
    Coded first = known.apply(node.input(0)).orElseThrow();
    if (!first.isPerTensor() || !first.grid().isPerTensor()) {
      return Map.of();
    }
    List<Value> inputs = new ArrayList<>(node.inputs());
    for (int i = 0; i < moved; i++) {
      Optional<Coded> coded = known.apply(node.input(i));
      if (coded.isEmpty()
          || !coded.get().grid().equals(first.grid())
          || !coded.get().step().equals(first.step())) {
        return Map.of();
      }
      inputs.set(i, coded.get().codes());
    }
    List<Value> codes = qann.addAll(node.name(), node.op(), inputs);
    Map<Value, Coded> made = new HashMap<>();
    for (int slot = 0; slot < codes.size(); slot++) {
      made.put(node.output(slot), new Coded(codes.get(slot), first.grid(), first.step()));
    }
    return made;
  }
}
