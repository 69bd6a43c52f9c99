package org.spikezip.backend.cuda;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.spikezip.api.Activity;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.reference.StaticPart;
import org.spikezip.backend.cuda.driver.Driver;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;

/** One run of a plan, from the state that it is in: the samples go on until all are at rest. */
final class PlanRun {
  /** How many steps are made between two looks, where nobody wants to hear of each. */
  private static final int STEPS_BETWEEN_LOOKS = 4;

  private final DevicePlan plan;
  private final Driver driver;
  private final StaticPart staticPart;
  private final List<Map<String, Tensor>> inputs;
  private final RunOptions options;
  private final RunListener listener;
  private final List<List<Map<String, Tensor>>> stepOutputs = new ArrayList<>();
  private int step;

  PlanRun(
      DevicePlan plan,
      Driver driver,
      StaticPart staticPart,
      List<Map<String, Tensor>> inputs,
      RunOptions options,
      RunListener listener) {
    this.plan = plan;
    this.driver = driver;
    this.staticPart = staticPart;
    this.inputs = inputs;
    this.options = options;
    this.listener = listener;
  }

  /** Runs, and gives the results of all samples in order. */
  List<RunResult> run() {
    RunState state = plan.state();
    state.begin(options, driver, plan.stream());
    plan.plan().counters.reset(driver, plan.stream());
    boolean goOn = true;
    while (goOn
        && !(step > 0 && state.areAllAtRest())
        && (options.steps() == 0 || step < options.steps())) {
      if (step < options.inputSteps()) {
        inject(step + 1);
      }
      int count = stepsUntilLook();
      state.schedule(options, step, driver, plan.stream());
      plan.step(count);
      step += count;
      state.fetch(driver, plan.stream());
      driver.synchronize(plan.stream());
      goOn = tell();
    }
    return results();
  }

  private void inject(int next) {
    List<Map<Value, Tensor>> statics = new ArrayList<>();
    for (int sample = 0; sample < inputs.size(); sample++) {
      statics.add(
          staticPart.evaluate(
              options.arrived(inputs.get(sample), next), plan.plan().statics.get(sample)));
    }
    plan.inject(statics);
  }

  private int stepsUntilLook() {
    boolean unheard = listener == RunListener.NONE && !options.keepStepOutputs();
    if (!unheard || !plan.isOnDevice() || step + 1 < options.inputSteps()) {
      return 1;
    }
    return options.steps() == 0
        ? STEPS_BETWEEN_LOOKS
        : Math.min(STEPS_BETWEEN_LOOKS, options.steps() - step);
  }

  /** Tells the listener of the step, and says whether the run goes on. */
  private boolean tell() {
    if (options.keepStepOutputs()) {
      stepOutputs.add(plan.outputs());
    }
    if (listener == RunListener.NONE) {
      return true;
    }
    RunState state = plan.state();
    int[] fired = state.firedByLayer();
    for (Layer layer : plan.plan().layers()) {
      if (fired[layer.index()] > 0) {
        listener.fired(step, layer.node(), fired[layer.index()]);
      }
    }
    return listener.stepDone(step, state.fired())
        && listener.answered(step, () -> plan.outputs().get(0));
  }

  private List<RunResult> results() {
    RunState state = plan.state();
    List<Map<String, Tensor>> outputs = plan.outputs();
    plan.plan().counters.fetch(driver, plan.stream());
    driver.synchronize(plan.stream());
    List<Map<Integer, Tensor>> codes = options.keepCodes() ? plan.codes() : List.of();
    long neurons = plan.plan().layers().stream().mapToLong(l -> l.codes().elements()).sum();
    List<RunResult> results = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      int sample = i;
      Activity activity =
          new Activity(
              state.lastFired(sample),
              state.isAtRest(sample),
              neurons,
              state.spikes(sample),
              plan.plan().counters.synapticOperations(sample),
              state.hash(sample));
      results.add(
          new RunResult(
              outputs.get(sample),
              activity,
              stepOutputs.stream().map(all -> all.get(sample)).toList(),
              codes.isEmpty() ? Map.of() : codes.get(sample)));
    }
    return results;
  }
}
