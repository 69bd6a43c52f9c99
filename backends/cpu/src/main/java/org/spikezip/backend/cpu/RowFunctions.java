package org.spikezip.backend.cpu;

import java.util.List;
import java.util.function.IntConsumer;
import org.spikezip.api.function.LogSoftmax;
import org.spikezip.backend.cpu.kernel.FunctionKernels;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Node;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Clip;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.Where;

/**
 * Finds the row function of a node, if it has one: elementwise operators, and those that normalize
 * along the last axis.
 */
final class RowFunctions {
  private final Node node;
  private final PlanBuilder plan;
  private final FunctionKernels kernels;

  RowFunctions(Node node, PlanBuilder plan, FunctionKernels kernels) {
    this.node = node;
    this.plan = plan;
    this.kernels = kernels;
  }

  /** Adds a row unit to the plan; false if this node is none. */
  boolean place() {
    Op op = node.op();
    if (!node.inputs().stream().allMatch(v -> v.isAbsent() || plan.isFloat(v))) {
      return false;
    }
    if (op instanceof Unary
        || op instanceof Clip
        || op instanceof Binary
        || op instanceof Where
        || op instanceof Cast) {
      return placeElementwise(op);
    }
    return placeAlongLastAxis(op);
  }

  private boolean placeElementwise(Op op) {
    Fact fact = plan.infer(node).get(0);
    if (!FloatCell.canHold(fact.type())) {
      return false;
    }
    if (op instanceof Binary b && b.kind() == BinaryKind.MOD) {
      return false;
    }
    FloatCell out = plan.floatOutput(node, fact.type());
    List<Elementwise.Operand> operands =
        node.inputs().stream()
            .map(v -> new Elementwise.Operand(plan.floats(v), broadcast(v, out)))
            .toList();
    FloatCell first = operands.get(0).cell();
    IntConsumer function;
    if (op instanceof Unary unary) {
      function = Elementwise.unary(unary.kind(), first, out, kernels);
    } else if (op instanceof Clip clip) {
      function = Elementwise.clip(clip.min(), clip.max(), first, out);
    } else if (op instanceof Binary binary) {
      function = Elementwise.binary(binary.kind(), operands.get(0), operands.get(1), out, kernels);
    } else if (op instanceof Where) {
      function = Elementwise.where(operands.get(0), operands.get(1), operands.get(2), out);
    } else {
      function = Elementwise.cast(first, out);
    }
    RowUnit unit = new RowUnit(node.id(), out, function);
    for (Elementwise.Operand operand : operands) {
      FloatCell cell = operand.cell();
      cell.feed(unit, unit.dirty, operand.rows().rowMap(cell.elements(), cell.width()));
    }
    plan.add(unit);
    return true;
  }

  private Broadcast broadcast(Value value, FloatCell out) {
    return Broadcast.of(plan.floats(value).dims(), out.dims());
  }

  private boolean placeAlongLastAxis(Op op) {
    FloatCell in = plan.floats(node.input(0));
    int n = in.width();
    int last = in.dims().length - 1;
    if (op instanceof org.spikezip.ir.op.Softmax softmax && isLast(softmax.axis(), last)) {
      return placeRows(in, out -> row -> kernels.softmax(in.data, row * n, out.data, row * n, n));
    }
    if (op instanceof org.spikezip.ir.op.LogSoftmax softmax && isLast(softmax.axis(), last)) {
      return placeRows(in, out -> row -> LogSoftmax.row(in.data, row * n, out.data, row * n, n));
    }
    if (op instanceof org.spikezip.ir.op.LayerNorm norm
        && isLast(norm.axis(), last)
        && parametersConstant(n)) {
      float[] gamma = plan.constant(node, 1).floats();
      float[] beta = node.hasInput(2) ? plan.constant(node, 2).floats() : new float[n];
      float epsilon = norm.epsilon();
      return placeRows(
          in,
          out ->
              row ->
                  kernels.layerNorm(in.data, row * n, gamma, beta, out.data, row * n, n, epsilon));
    }
    if (op instanceof org.spikezip.ir.op.RmsNorm norm
        && isLast(norm.axis(), last)
        && parametersConstant(n)) {
      float[] gamma = plan.constant(node, 1).floats();
      float epsilon = norm.epsilon();
      return placeRows(
          in,
          out -> row -> kernels.rmsNorm(in.data, row * n, gamma, out.data, row * n, n, epsilon));
    }
    return false;
  }

  /** Makes the row function once the cell that it writes is there. */
  private interface IntoCell {
    IntConsumer function(FloatCell out);
  }

  private boolean placeRows(FloatCell in, IntoCell maker) {
    FloatCell out = plan.floatOutput(node, org.spikezip.ir.ElementType.F32);
    RowUnit unit = new RowUnit(node.id(), out, maker.function(out));
    in.feed(unit, unit.dirty, RowMap.SAME);
    plan.add(unit);
    return true;
  }

  private boolean parametersConstant(int n) {
    for (int i = 1; i < node.inputs().size(); i++) {
      if (node.hasInput(i)
          && (!plan.isConstant(node.input(i)) || plan.constant(node, i).size() != n)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLast(int axis, int last) {
    return axis == -1 || axis == last;
  }
}
