package org.spikezip.backend.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spikezip.api.HostOps;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;

/** Places any other node: evaluated on this machine. */
final class HostUnits {
  private final PlanBuilder plan;
  private final Node node;

  HostUnits(PlanBuilder plan, Node node) {
    this.plan = plan;
    this.node = node;
  }

  void place() {
    List<Optional<HostUnit.Source>> operands = new ArrayList<>();
    List<FloatDownload> downloads = new ArrayList<>();
    List<Tensor> shapes = new ArrayList<>();
    for (Value input : node.inputs()) {
      operands.add(input.isAbsent() ? Optional.empty() : Optional.of(source(input, downloads)));
      shapes.add(sample(input));
    }
    List<HostUnit.Target> targets = new ArrayList<>();
    List<FedCell> fed = new ArrayList<>();
    List<Tensor> first = plan.evaluator.evaluate(node.op(), shapes);
    for (int slot = 0; slot < first.size(); slot++) {
      targets.add(target(node.output(slot), first.get(slot), fed));
    }
    plan.add(new HostUnit(node, operands, downloads, targets, fed, plan.evaluator));
  }

  private HostUnit.Source source(Value input, List<FloatDownload> downloads) {
    if (plan.cells.isStatic(input)) {
      return sample -> plan.statics.get(sample).get(input);
    }
    Optional<Tensor[]> tensors = plan.cells.onHost(input);
    if (tensors.isPresent()) {
      return sample -> tensors.get()[sample];
    }
    if (plan.cells.cell(input).orElseThrow() instanceof FloatCell floats) {
      FloatDownload download = new FloatDownload(floats, plan.memory.samples());
      downloads.add(download);
      return download;
    }
    throw new SpikezipException(
        ErrorCode.UNSUPPORTED, "takes codes, but only numbers are defined for it");
  }

  /** A tensor of the shape that the value has here, for shapes. */
  private Tensor sample(Value input) {
    if (input.isAbsent()) {
      return HostOps.ABSENT;
    }
    if (plan.cells.isStatic(input)) {
      return plan.statics.get(0).get(input);
    }
    return plan.cells
        .onHost(input)
        .map(tensors -> tensors[0])
        .orElseGet(
            () -> {
              FloatCell cell = plan.cells.floats(input);
              return cell.tensor(new float[cell.elements()]);
            });
  }

  private HostUnit.Target target(Value value, Tensor first, List<FedCell> fed) {
    if (FloatCell.canHold(first.type())) {
      FedCell cell = plan.cells.fed(value, first.type(), first.dims());
      plan.cells.put(value, cell.cell());
      fed.add(cell);
      return cell::load;
    }
    Tensor[] tensors = new Tensor[plan.memory.samples()];
    java.util.Arrays.fill(tensors, first);
    plan.cells.putOnHost(value, tensors);
    return (sample, tensor, tick) -> tensors[sample] = tensor;
  }
}
