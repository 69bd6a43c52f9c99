package org.spikezip.backend.cuda;

import java.util.List;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Node;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Clip;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.Where;

/** Places functions that work element by element. */
final class ElementUnits {
  private final PlanBuilder plan;
  private final Node node;

  ElementUnits(PlanBuilder plan, Node node) {
    this.plan = plan;
    this.node = node;
  }

  /** Whether the operator works element by element. */
  static boolean isElementwise(Op op) {
    return op instanceof Unary
        || op instanceof Clip
        || op instanceof Binary
        || op instanceof Where
        || op instanceof Cast;
  }

  /** Adds the node to the plan; false if it is none of these, or not of floats. */
  boolean place() {
    if (!isElementwise(node.op())
        || !node.inputs().stream().allMatch(v -> !v.isAbsent() && plan.cells.isFloat(v))) {
      return false;
    }
    Fact fact = plan.infer(node).get(0);
    if (!FloatCell.canHold(fact.type())) {
      return false;
    }
    int[] dims = fact.shape().sizes().orElseThrow();
    List<Operand> operands =
        node.inputs().stream()
            .map(v -> Operand.of(plan.cells.floats(v), dims, plan.memory))
            .toList();
    FloatCell out = plan.cells.floats(node.output(), fact.type(), dims, Cell.width(dims));
    Result result = plan.cells.result(out);
    plan.add(
        new DeviceUnit(
            node.id(),
            false,
            (launcher, gate) -> {
              Launcher.Call call = launcher.withState(kernel(out.type()));
              operands.forEach(operand -> call.with(operand.argument()));
              parameters(call.with(result.argument(gate)));
              call.overRows(result.total(), Launcher.WARP);
            }));
    return true;
  }

  private String kernel(ElementType type) {
    Op op = node.op();
    if (op instanceof Unary) {
      return "unary";
    } else if (op instanceof Binary) {
      return "binary";
    } else if (op instanceof Where) {
      return "where";
    } else if (op instanceof Clip) {
      return "clip";
    }
    return type == ElementType.BOOL ? "to_truth" : "copy_rows";
  }

  private void parameters(Launcher.Call call) {
    if (node.op() instanceof Unary unary) {
      call.with(number(unary.kind()));
    } else if (node.op() instanceof Binary binary) {
      call.with(number(binary.kind()));
    } else if (node.op() instanceof Clip clip) {
      call.with(clip.min()).with(clip.max());
    }
  }

  /** The number of a function in elementwise.cu, which lists them in the order of the kinds. */
  @SuppressWarnings("EnumOrdinal")
  private static int number(Enum<?> kind) {
    return kind.ordinal();
  }
}
