package org.spikezip.backend.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.spikezip.api.Activity;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.Schedule;
import org.spikezip.api.SpikeTrainHash;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.OpClass;

/** A run in steps: all spikes of a step arrive in it, and the next one starts for all at once. */
final class BarrierRun {
  private final NetworkState state;
  private final Ledger ledger;
  private int step;
  private int time = 1;
  private long spikes;
  private long hash;
  private boolean settled;
  private boolean openSettled;

  BarrierRun(NetworkState state, Ledger ledger) {
    this.state = state;
    this.ledger = ledger;
  }

  RunResult run(RunOptions options, RunListener listener) {
    List<Map<String, Tensor>> stepOutputs = new ArrayList<>();
    int lastFired = 0;
    boolean quiet = false;
    boolean goOn = true;
    while (goOn && !quiet && (options.steps() == 0 || step < options.steps())) {
      step++;
      if (step > 1 && step <= options.inputSteps()) {
        state.inject(step);
      }
      long before = spikes;
      visit(options, listener);
      long fired = spikes - before;
      lastFired = fired > 0 ? step : lastFired;
      quiet = fired == 0 && settled && step >= options.inputSteps();
      time += !options.schedule().waitsForRest() || openSettled ? 1 : 0;
      ledger.stepDone();
      if (options.keepStepOutputs()) {
        stepOutputs.add(state.outputs());
      }
      goOn = listener.stepDone(step, fired);
    }
    Activity activity =
        new Activity(lastFired, quiet, state.neurons(), spikes, ledger.synapticOperations(), hash);
    Map<Integer, Tensor> codes = options.keepCodes() ? state.codes() : Map.of();
    return new RunResult(state.outputs(), activity, stepOutputs, codes);
  }

  private void visit(RunOptions options, RunListener listener) {
    settled = true;
    openSettled = true;
    for (Node node : state.graph().nodes()) {
      if (node.op() instanceof Neuron) {
        fire(state.population(node), options, listener);
      } else if (state.classOf(node) != OpClass.STATIC && state.isStale(node)) {
        ledger.evaluated(node, state.evaluate(node));
      }
    }
    state.settle();
  }

  private void fire(Population population, RunOptions options, RunListener listener) {
    state.see(population);
    boolean wasSettled = population.isSettled();
    if (population.takeTouched() || !wasSettled) {
      ledger.updated(population);
    }
    int least = options.schedule().leastDistance(population.depth(), time, options.maxSpike());
    if (!wasSettled && least != Schedule.NEVER) {
      fire(population, least, options.maxSpike(), listener);
    }
    settled &= population.isSettled();
    openSettled &= least == Schedule.NEVER || population.isSettled();
  }

  private void fire(Population population, int least, int maxSpike, RunListener listener) {
    int node = population.node().id();
    long layer = SpikeTrainHash.layer(node, step);
    int[] elements = population.away(least);
    int[] moved = new int[elements.length];
    boolean[] fired = new boolean[population.tracers().length];
    for (int i = 0; i < elements.length; i++) {
      moved[i] = population.fire(elements[i], maxSpike);
      hash += SpikeTrainHash.event(layer, elements[i], moved[i]);
      fired[elements[i]] = true;
    }
    if (elements.length > 0) {
      spikes += elements.length;
      ledger.fired(population, fired);
      state.publish(population);
      listener.fired(step, node, elements.length);
      listener.spiked(step, node, elements, moved);
    }
  }
}
