package org.spikezip.backend.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spikezip.api.HostOps;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/**
 * A node that has no kernel, evaluated on this machine in the middle of a step, if what it reads
 * has changed.
 */
final class HostUnit extends Unit {
  /** What it reads: values by sample, brought up to date first. */
  interface Source {
    Tensor tensor(int sample);
  }

  /** What it writes, a tensor for each sample. */
  interface Target {
    void load(int sample, Tensor tensor, int tick);
  }

  private final Node node;
  private final List<Optional<Source>> operands;
  private final List<FloatDownload> downloads;
  private final List<Target> targets;
  private final List<FedCell> fed;
  private final ReferenceEvaluator evaluator;
  private final List<List<Tensor>> seen = new ArrayList<>();

  /**
   * A unit.
   *
   * @param operands empty for one left out
   * @param downloads of those operands that are on the device
   * @param fed those targets that are on the device
   */
  HostUnit(
      Node node,
      List<Optional<Source>> operands,
      List<FloatDownload> downloads,
      List<Target> targets,
      List<FedCell> fed,
      ReferenceEvaluator evaluator) {
    super(node.id());
    this.node = node;
    this.operands = List.copyOf(operands);
    this.downloads = List.copyOf(downloads);
    this.targets = List.copyOf(targets);
    this.fed = List.copyOf(fed);
    this.evaluator = evaluator;
  }

  void reset() {
    seen.clear();
    fed.forEach(FedCell::reset);
  }

  List<FloatDownload> downloads() {
    return downloads;
  }

  List<FedCell> fed() {
    return fed;
  }

  /** Evaluates the samples of which an operand, fetched before, is another than last time. */
  void evaluate(int samples, int tick) {
    for (int sample = 0; sample < samples; sample++) {
      int s = sample;
      List<Tensor> now =
          operands.stream()
              .map(source -> source.map(o -> o.tensor(s)).orElse(HostOps.ABSENT))
              .toList();
      if (seen.size() > sample && seen.get(sample).equals(now)) {
        continue;
      }
      List<Tensor> results = evaluate(now);
      for (int slot = 0; slot < targets.size(); slot++) {
        targets.get(slot).load(sample, results.get(slot), tick);
      }
      if (seen.size() > sample) {
        seen.set(sample, now);
      } else {
        seen.add(now);
      }
    }
  }

  private List<Tensor> evaluate(List<Tensor> inputs) {
    try {
      return evaluator.evaluate(node.op(), inputs);
    } catch (SpikezipException e) {
      throw e.in("node " + node.describe());
    }
  }
}
