package org.spikezip.backend.cpu;

import java.util.List;
import java.util.function.Supplier;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Op;

/**
 * Any other node: evaluated whole, by its definition or by another runtime, when anything that it
 * reads has changed.
 */
final class OpaqueUnit extends Unit {
  private final Op op;
  private final List<Supplier<Tensor>> operands;
  private final List<Cell> outs;
  private final ReferenceEvaluator evaluator;
  private final RowQueue dirty = new RowQueue(1);

  OpaqueUnit(
      int node,
      Op op,
      List<Supplier<Tensor>> operands,
      List<Cell> outs,
      ReferenceEvaluator evaluator) {
    super(node);
    this.op = op;
    this.operands = List.copyOf(operands);
    this.outs = List.copyOf(outs);
    this.evaluator = evaluator;
  }

  /** Where operands say that they changed. */
  RowQueue dirty() {
    return dirty;
  }

  @Override
  List<Cell> results() {
    return outs;
  }

  @Override
  void reset() {
    dirty.addAll();
  }

  @Override
  void evaluate(Counters counters) {
    if (dirty.isEmpty()) {
      return;
    }
    dirty.clear();
    List<Tensor> results = evaluator.evaluate(op, operands.stream().map(Supplier::get).toList());
    for (int i = 0; i < outs.size(); i++) {
      outs.get(i).load(results.get(i));
    }
  }

  @Override
  boolean isDirty() {
    return !dirty.isEmpty();
  }
}
