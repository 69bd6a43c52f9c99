package org.spikezip.backend.cuda;

import org.spikezip.backend.cuda.SynapseWeights.Constants;
import org.spikezip.backend.cuda.driver.Argument;
import org.spikezip.backend.cuda.driver.Argument.Int32;
import org.spikezip.backend.cuda.driver.Argument.Struct;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.Decode;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Rounding;
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
      placeNeuron(neuron);
    } else if (op instanceof Synapse) {
      placeSynapse(weights, host);
    } else if (op instanceof Bilinear) {
      placeBilinear();
    } else if (op instanceof Decode) {
      placeDecode();
    } else {
      return false;
    }
    return true;
  }

  private void placeNeuron(Neuron op) {
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

  private FloatCell floats() {
    int[] dims = plan.dims(node, 0);
    return plan.cells.floats(node.output(), ElementType.F32, dims, Cell.width(dims));
  }

  private static Argument codes(CodeCell cell) {
    return Struct.of(cell.data().pointer(), new Int32(cell.bytes()));
  }

  private void placeSynapse(SynapseWeights weights, HostBytes host) {
    CodeCell codes = plan.cells.codes(node.input(0));
    float[] bias = node.hasInput(3) ? plan.constant(node, 3).floats() : new float[0];
    Constants constants =
        weights.of(
            node.id(),
            plan.constant(node, 1),
            plan.constant(node, 2).floats(),
            bias,
            codes.range(),
            host);
    FloatCell out = floats();
    Result result = plan.cells.result(out);
    RowList list = plan.list(result);
    Operand operand = Operand.plain(codes, constants.k());
    plan.counters.causes(codes, constants.n());
    plan.add(
        new DeviceUnit(
            node.id(),
            false,
            (launcher, gate) -> {
              launcher
                  .withState("list_rows")
                  .with(operand.argument())
                  .with(result.argument(gate))
                  .with(list.argument())
                  .overRows(result.total(), 1);
              launcher
                  .call(constants.narrow() ? "synapse_bytes" : "synapse_wide")
                  .with(constants.narrow() ? codes.data().pointer() : codes(codes))
                  .with(new Argument.Pointer(constants.weights()))
                  .with(new Argument.Pointer(constants.scale()))
                  .with(new Argument.Pointer(constants.bias()))
                  .with(constants.k())
                  .with(constants.n())
                  .with(list.argument())
                  .with(out.data().pointer())
                  .overColumns(constants.n(), result.total());
            }));
  }

  private void placeBilinear() {
    CodeCell left = plan.cells.codes(node.input(0));
    CodeCell right = plan.cells.codes(node.input(1));
    FloatCell out = floats();
    Tensor scale = plan.constant(node, 2);
    ProductShape shape = new ProductShape(left.dims(), right.dims(), out.dims());
    Broadcast scaleRows = Broadcast.of(scale.dims(), out.dims());
    Region scales = plan.memory.constant("scales", scale.floats());
    Region scaleBase = plan.memory.constant("rows of scales", scaleRows.base());
    Region leftOf = plan.memory.constant("left matrices", shape.left());
    Region rightOf = plan.memory.constant("right matrices", shape.right());
    Result result = plan.cells.result(out);
    RowList list = plan.list(result);
    Operand leftRows = Operand.plain(left, shape.k());
    Operand rightRows = Operand.plain(right, shape.n());
    plan.counters.causes(left, (long) shape.n() * shape.batches() / shape.leftMatrices());
    plan.counters.causes(right, (long) shape.m() * shape.batches() / shape.rightMatrices());
    long largest = (long) left.range().magnitude() * right.range().magnitude();
    boolean narrow = Math.multiplyExact(largest, (long) shape.k()) <= Integer.MAX_VALUE;
    plan.add(
        new DeviceUnit(
            node.id(),
            false,
            (launcher, gate) -> {
              Argument pairing =
                  Struct.of(
                      leftOf.pointer(),
                      rightOf.pointer(),
                      new Int32(shape.batches()),
                      new Int32(shape.leftMatrices()),
                      new Int32(shape.rightMatrices()),
                      new Int32(shape.m()),
                      new Int32(shape.k()),
                      new Int32(shape.n()));
              launcher
                  .withState("list_product_rows")
                  .with(leftRows.argument())
                  .with(rightRows.argument())
                  .with(pairing)
                  .with(result.argument(gate))
                  .with(list.argument())
                  .overBlocks(shape.batches() * plan.memory.samples());
              launcher
                  .call(narrow ? "bilinear_narrow" : "bilinear_wide")
                  .with(codes(left))
                  .with(codes(right))
                  .with(pairing)
                  .with(
                      Struct.of(
                          scales.pointer(), scaleBase.pointer(), new Int32(scaleRows.stride())))
                  .with(list.argument())
                  .with(out.data().pointer())
                  .overColumns(shape.n(), result.total());
            }));
  }

  private void placeDecode() {
    CodeCell codes = plan.cells.codes(node.input(0));
    FloatCell out = floats();
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
