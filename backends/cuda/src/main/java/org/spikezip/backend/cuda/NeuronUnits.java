package org.spikezip.backend.cuda;

import org.spikezip.backend.cuda.driver.Argument.Int32;
import org.spikezip.backend.cuda.driver.Argument.Struct;
import org.spikezip.ir.Node;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Rounding;

/** Places layers of neurons. */
final class NeuronUnits {
  private final PlanBuilder plan;
  private final Node node;

  NeuronUnits(PlanBuilder plan, Node node) {
    this.plan = plan;
    this.node = node;
  }

  void place(Neuron op) {
    FloatCell potential = plan.cells.floats(node.input(0));
    int[] dims = potential.dims();
    NeuronParameters parameters =
        NeuronParameters.of(
            dims,
            plan.constant(node, 1),
            plan.constant(node, 2),
            plan.constant(node, 3),
            plan.constant(node, 4));
    CodeCell codes =
        plan.cells.codes(node.output(), node.fact().codes().orElseThrow(), parameters.rest(), dims);
    Layer layer = plan.layer(node.id(), op, codes);
    Result result = plan.cells.result(codes);
    Region theta = plan.memory.constant("thresholds", parameters.theta());
    Region min = plan.memory.constant("lowest codes", parameters.min());
    Region max = plan.memory.constant("highest codes", parameters.max());
    Region offset = plan.memory.constant("thresholds of rows", parameters.offset());
    Region pending = plan.cells.zeros("rows away from their targets", 4L * result.rows());
    Operand operand = Operand.plain(potential, potential.width());
    String kernel = codes.bytes() == 1 ? "fire_bytes" : "fire_ints";
    plan.add(
        new DeviceUnit(
            node.id(),
            false,
            (launcher, gate) ->
                launcher
                    .withState(kernel)
                    .with(launcher.state().table().pointer())
                    .with(operand.argument())
                    .with(
                        Struct.of(
                            theta.pointer(),
                            min.pointer(),
                            max.pointer(),
                            offset.pointer(),
                            new Int32(op.depth()),
                            new Int32(node.id()),
                            new Int32(op.rounding() == Rounding.HALF_UP ? 1 : 0),
                            new Int32(layer.index())))
                    .with(result.argument(gate))
                    .with(pending.pointer())
                    .with(
                        Struct.of(
                            plan.counters.pointer(codes), launcher.state().layerFired().pointer()))
                    .overRows(result.total(), Launcher.WARP)));
  }
}
