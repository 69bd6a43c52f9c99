package org.spikezip.backend.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.op.LogSoftmax;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.RmsNorm;
import org.spikezip.ir.op.Softmax;

/** Places functions of whole rows, and reductions. */
final class RowUnits {
  private final PlanBuilder plan;
  private final Node node;

  RowUnits(PlanBuilder plan, Node node) {
    this.plan = plan;
    this.node = node;
  }

  /** Adds the node to the plan; false if it is none of these, or in a form that no kernel takes. */
  boolean place() {
    Op op = node.op();
    if (!node.hasInput(0) || !plan.cells.isFloat(node.input(0))) {
      return false;
    }
    FloatCell in = plan.cells.floats(node.input(0));
    int rank = in.dims().length;
    if (in.type() != ElementType.F32 || rank == 0 || in.elements() == 0) {
      return false;
    }
    if (op instanceof Softmax softmax && isLast(softmax.axis(), rank)) {
      placeRows(in, in.width(), "softmax", call -> {}, call -> {});
    } else if (op instanceof LogSoftmax softmax && isLast(softmax.axis(), rank)) {
      placeRows(in, in.width(), "log_softmax", call -> {}, call -> {});
    } else if (op instanceof LayerNorm norm) {
      return placeLayerNorm(in, norm);
    } else if (op instanceof RmsNorm norm) {
      return placeRmsNorm(in, norm);
    } else if (op instanceof Reduce reduce) {
      placeReduce(in, reduce);
    } else {
      return false;
    }
    return true;
  }

  private static boolean isLast(int axis, int rank) {
    return axis == -1 || axis == rank - 1;
  }

  /** The elements over the axes from one to the last. */
  private static int size(int[] dims, int axis) {
    int from = axis < 0 ? axis + dims.length : axis;
    return Cell.count(Arrays.copyOfRange(dims, from, dims.length));
  }

  private void placeRows(
      FloatCell in,
      int n,
      String kernel,
      Consumer<Launcher.Call> before,
      Consumer<Launcher.Call> after) {
    FloatCell out = plan.cells.floats(node.output(), ElementType.F32, in.dims(), n);
    Result result = plan.cells.result(out);
    Operand operand = Operand.plain(in, n);
    plan.add(
        new DeviceUnit(
            node.id(),
            false,
            (launcher, gate) -> {
              Launcher.Call call = launcher.withState(kernel).with(operand.argument());
              before.accept(call);
              after.accept(call.with(result.argument(gate)));
              call.overRows(result.total(), Launcher.HALF_WARP);
            }));
  }

  private boolean placeLayerNorm(FloatCell in, LayerNorm norm) {
    int n = size(in.dims(), norm.axis());
    if (!isParameter(1, n) || (node.hasInput(2) && !isParameter(2, n))) {
      return false;
    }
    Region gamma = plan.memory.constant("gamma", plan.constant(node, 1).floats());
    float[] zeros = new float[n];
    Region beta =
        plan.memory.constant("beta", plan.ifConstant(node, 2).map(Tensor::floats).orElse(zeros));
    placeRows(
        in,
        n,
        "layer_norm",
        call -> call.with(gamma.pointer()).with(beta.pointer()),
        call -> call.with(norm.epsilon()));
    return true;
  }

  private boolean placeRmsNorm(FloatCell in, RmsNorm norm) {
    int n = size(in.dims(), norm.axis());
    if (!isParameter(1, n)) {
      return false;
    }
    Region gamma = plan.memory.constant("gamma", plan.constant(node, 1).floats());
    placeRows(
        in, n, "rms_norm", call -> call.with(gamma.pointer()), call -> call.with(norm.epsilon()));
    return true;
  }

  private boolean isParameter(int index, int n) {
    return plan.ifConstant(node, index)
        .filter(p -> p.size() == n && p.type() == ElementType.F32)
        .isPresent();
  }

  @SuppressWarnings("EnumOrdinal") // normalize.cu lists the kinds in their order.
  private void placeReduce(FloatCell in, Reduce op) {
    int[] dims = in.dims();
    boolean[] reduced = new boolean[dims.length];
    op.axes().forEach(axis -> reduced[axis < 0 ? axis + dims.length : axis] = true);
    if (op.axes().isEmpty()) {
      Arrays.fill(reduced, true);
    }
    int[] first = offsets(dims, reduced, false);
    int[] offset = offsets(dims, reduced, true);
    FloatCell out = plan.cells.floats(node.output(), ElementType.F32, plan.dims(node, 0), 1);
    Result result = plan.cells.result(out);
    Operand operand = Operand.plain(in, 1);
    Region starts = plan.memory.constant("starts of reductions", first);
    Region offsets = plan.memory.constant("elements of reductions", offset);
    plan.add(
        new DeviceUnit(
            node.id(),
            false,
            (launcher, gate) ->
                launcher
                    .withState("reduce")
                    .with(operand.argument())
                    .with(starts.pointer())
                    .with(offsets.pointer())
                    .with(offset.length)
                    .with(result.argument(gate))
                    .with(op.kind().ordinal())
                    .overRows(result.total(), 1)));
  }

  /** Where the elements over the axes that are reduced, or over the others, lie; row-major. */
  private static int[] offsets(int[] dims, boolean[] reduced, boolean which) {
    List<Integer> all = new ArrayList<>(List.of(0));
    int stride = Cell.count(dims);
    for (int axis = 0; axis < dims.length; axis++) {
      stride /= dims[axis];
      if (reduced[axis] == which) {
        List<Integer> next = new ArrayList<>();
        for (int begin : all) {
          for (int i = 0; i < dims[axis]; i++) {
            next.add(begin + i * stride);
          }
        }
        all = next;
      }
    }
    return all.stream().mapToInt(Integer::intValue).toArray();
  }
}
