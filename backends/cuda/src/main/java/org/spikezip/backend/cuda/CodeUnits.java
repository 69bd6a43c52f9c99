package org.spikezip.backend.cuda;

import org.spikezip.ir.ElementType;
import org.spikezip.ir.Node;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.Decode;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Synapse;

/** Places what makes codes or computes with them. */
final class CodeUnits {
  private final PlanBuilder plan;
  private final Node node;

  CodeUnits(PlanBuilder plan, Node node) {
    this.plan = plan;
    this.node = node;
  }

  /** Adds the node to the plan; false if it is none of these. */
  boolean place(SynapseWeights weights, HostBytes host) {
    Op op = node.op();
    if (op instanceof Neuron neuron) {
      new NeuronUnits(plan, node).place(neuron);
    } else if (op instanceof Synapse) {
      new ProductUnits(plan, node).placeSynapse(weights, host);
    } else if (op instanceof Bilinear) {
      new ProductUnits(plan, node).placeBilinear();
    } else if (op instanceof Decode) {
      placeDecode();
    } else {
      return false;
    }
    return true;
  }

  private void placeDecode() {
    CodeCell codes = plan.cells.codes(node.input(0));
    int[] dims = plan.dims(node, 0);
    FloatCell out = plan.cells.floats(node.output(), ElementType.F32, dims, Cell.width(dims));
    Operand operand = Operand.plain(codes, out.width());
    Operand theta = Operand.of(plan.cells.floats(node.input(1)), out.dims(), plan.memory);
    Result result = plan.cells.result(out);
    plan.add(
        new DeviceUnit(
            node.id(),
            false,
            (launcher, gate) ->
                launcher
                    .withState("decode")
                    .with(operand.argument())
                    .with(codes.bytes())
                    .with(theta.argument())
                    .with(result.argument(gate))
                    .overRows(result.total(), Launcher.WARP)));
  }
}
