package org.spikezip.backend.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.spikezip.api.Activity;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.OpClass;

/**
 * A run without barriers: spikes wait on the edges, some arrive, some neurons fire, in whatever
 * order. A step is one such move. Its train of spikes is its own; where it ends is not.
 */
final class FreeRun {
  private final NetworkState state;
  private final Ledger ledger;
  private final boolean adversarial;
  private final SplittableRandom random;
  private final Map<NetworkState.Edge, List<int[]>> waiting = new LinkedHashMap<>();
  private final NetworkState.Edge starved;
  private long spikes;
  private int moves;

  FreeRun(NetworkState state, Ledger ledger, Delivery delivery, long seed) {
    this.state = state;
    this.ledger = ledger;
    adversarial = delivery == Delivery.ADVERSARIAL;
    random = new SplittableRandom(seed);
    List<NetworkState.Edge> edges = state.edges();
    edges.forEach(e -> waiting.put(e, new ArrayList<>()));
    starved = edges.isEmpty() ? null : edges.get(random.nextInt(edges.size()));
  }

  RunResult run(RunOptions options, RunListener listener) {
    List<Map<String, Tensor>> stepOutputs = new ArrayList<>();
    boolean rest = isAtRest();
    boolean goOn = true;
    while (goOn && !rest && (options.steps() == 0 || moves < options.steps())) {
      moves++;
      long before = spikes;
      if (!move(options, listener)) {
        throw new IllegalStateException("neither a spike nor a neuron can move");
      }
      propagate();
      ledger.stepDone();
      if (options.keepStepOutputs()) {
        stepOutputs.add(state.outputs());
      }
      rest = isAtRest();
      goOn = listener.stepDone(moves, spikes - before);
    }
    Activity activity =
        new Activity(moves, rest, state.neurons(), spikes, ledger.synapticOperations(), 0);
    Map<Integer, Tensor> codes = options.keepCodes() ? state.codes() : Map.of();
    return new RunResult(state.outputs(), activity, stepOutputs, codes);
  }

  private boolean isAtRest() {
    return waiting.values().stream().allMatch(List::isEmpty)
        && state.populations().stream().allMatch(Population::isSettled);
  }

  /** Fires a layer or lets spikes arrive; false if there is nothing to do. */
  private boolean move(RunOptions options, RunListener listener) {
    List<Population> ready = state.populations().stream().filter(p -> !p.isSettled()).toList();
    List<NetworkState.Edge> loaded =
        waiting.entrySet().stream()
            .filter(e -> !e.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    if (ready.isEmpty() && loaded.isEmpty()) {
      return false;
    }
    boolean fire = loaded.isEmpty() || (!ready.isEmpty() && (adversarial || random.nextBoolean()));
    if (fire) {
      Population population =
          adversarial ? ready.get(ready.size() - 1) : ready.get(random.nextInt(ready.size()));
      fire(population, options.maxSpike(), listener);
    } else {
      deliver(choose(loaded));
    }
    return true;
  }

  private NetworkState.Edge choose(List<NetworkState.Edge> loaded) {
    if (!adversarial) {
      return loaded.get(random.nextInt(loaded.size()));
    }
    List<NetworkState.Edge> others = loaded.stream().filter(e -> !e.equals(starved)).toList();
    return others.isEmpty() ? starved : others.get(others.size() - 1);
  }

  private void deliver(NetworkState.Edge edge) {
    List<int[]> spikesWaiting = waiting.get(edge);
    int count =
        adversarial ? 1 + spikesWaiting.size() / 2 : 1 + random.nextInt(spikesWaiting.size());
    for (int i = 0; i < count; i++) {
      int last = spikesWaiting.size() - 1;
      int next = adversarial ? last : random.nextInt(spikesWaiting.size());
      int[] spike = spikesWaiting.set(next, spikesWaiting.get(last));
      spikesWaiting.remove(last);
      state.deliver(edge, spike[0], spike[1]);
    }
  }

  private void fire(Population population, int maxSpike, RunListener listener) {
    boolean[] fired = new boolean[population.tracers().length];
    int count = 0;
    List<Integer> able = new ArrayList<>();
    for (int i = 0; i < fired.length; i++) {
      if (population.distance(i) != 0) {
        able.add(i);
      }
    }
    int least = random.nextInt(able.size());
    for (int i = 0; i < able.size(); i++) {
      if (adversarial || i == least || random.nextBoolean()) {
        int element = able.get(i);
        int spike = population.fire(element, maxSpike);
        fired[element] = true;
        count++;
        send(population, element, spike);
      }
    }
    spikes += count;
    ledger.updated(population);
    ledger.fired(population, fired);
    listener.fired(moves, population.node().id(), count);
  }

  private void send(Population population, int element, int spike) {
    waiting.forEach(
        (edge, queue) -> {
          if (state.source(edge) == population.node().id()) {
            queue.add(new int[] {element, spike});
          }
        });
  }

  /** Everything that follows from what arrived, up to the potentials of neurons. */
  private void propagate() {
    for (Node node : state.graph().nodes()) {
      if (node.op() instanceof Neuron) {
        state.see(state.population(node));
      } else if (state.classOf(node) != OpClass.STATIC && state.isStale(node)) {
        ledger.evaluated(node, state.evaluate(node));
      }
    }
    state.settle();
  }
}
