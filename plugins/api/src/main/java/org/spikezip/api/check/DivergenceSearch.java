package org.spikezip.api.check;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.api.Executable;
import org.spikezip.api.HostOps;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.Schedule;
import org.spikezip.api.reference.SteppedNetwork;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Neuron;

/**
 * Runs an executable for 1, 2, 3 … steps beside the definition, until the codes differ or both have
 * come to rest.
 */
public final class DivergenceSearch {
  private final HostOps hostOps;

  public DivergenceSearch(HostOps hostOps) {
    this.hostOps = hostOps;
  }

  /** The first difference, if there is one. */
  public Optional<Divergence> first(Executable executable, Trial trial) {
    SteppedNetwork network =
        new SteppedNetwork(trial.graph(), trial.inputs(), trial.options(), hostOps);
    List<Node> layers = trial.graph().nodesOf(Neuron.class);
    boolean goesOn = true;
    while (goesOn) {
      network.step();
      RunOptions options = trial.options().withSteps(network.steps()).keepingCodes(true);
      RunResult run = executable.run(trial.inputs(), options, RunListener.NONE);
      for (Node layer : layers) {
        Optional<Divergence> found = compare(network, layer, run.codes());
        if (found.isPresent()) {
          return found;
        }
      }
      goesOn = !(network.atRest() && run.activity().quiet()) && network.steps() < bound(trial);
    }
    return Optional.empty();
  }

  /** No network moves for longer: theorem 2 of docs/exactness.md. */
  private static int bound(Trial trial) {
    long steps = trial.options().inputSteps();
    int deepest = 1;
    for (Node node : trial.graph().nodesOf(Neuron.class)) {
      Neuron neuron = (Neuron) node.op();
      steps += (long) neuron.max() - neuron.min() + 1;
      deepest = Math.max(deepest, neuron.depth());
    }
    long free = deepest;
    Schedule schedule = trial.options().schedule();
    while (free < Integer.MAX_VALUE / 2
        && schedule.leastDistance(deepest, (int) free, trial.options().maxSpike()) > 1) {
      free *= 2;
    }
    return (int) Math.min(Integer.MAX_VALUE, steps + free);
  }

  private static Optional<Divergence> compare(
      SteppedNetwork network, Node layer, Map<Integer, Tensor> codes) {
    Tensor expected = network.value(layer.output());
    Tensor found = codes.get(layer.id());
    if (found == null || !Arrays.equals(found.dims(), expected.dims())) {
      return Optional.empty();
    }
    int[] theirs = found.ints();
    int[] ours = expected.ints();
    for (int i = 0; i < ours.length; i++) {
      if (ours[i] != theirs[i]) {
        return Optional.of(
            new Divergence(
                network.steps(),
                layer.id(),
                layer.name(),
                ((Neuron) layer.op()).depth(),
                i,
                ours[i],
                theirs[i],
                network.potential(layer, i),
                network.threshold(layer, i)));
      }
    }
    return Optional.empty();
  }
}
