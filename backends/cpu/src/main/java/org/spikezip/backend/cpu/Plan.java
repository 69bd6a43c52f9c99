package org.spikezip.backend.cpu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.spikezip.api.Activity;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.reference.StaticPart;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;

/**
 * Everything needed to run inputs of certain shapes: state, buffers, and the units in order. Used
 * by one thread at a time.
 */
final class Plan {
  private final Graph graph;
  private final StaticPart staticPart;
  private final Map<Value, Tensor> firstStatics;
  private final Map<Value, Cell> staticCells;
  private final Unit[] units;
  private final List<Segment> segments;
  private final Block block;
  private final List<NeuronUnit> layers;
  private final Map<String, Supplier<Tensor>> outputs;
  private final Map<String, Value> staticOutputs;
  private Map<Value, Tensor> statics;

  /** What the static values are of, until they are used; empty after. */
  private Optional<Map<String, Tensor>> evaluated = Optional.empty();

  Plan(
      Graph graph,
      StaticPart staticPart,
      Map<Value, Tensor> statics,
      Map<Value, Cell> staticCells,
      List<Unit> units,
      Map<String, Supplier<Tensor>> outputs,
      Map<String, Value> staticOutputs) {
    this.graph = graph;
    this.staticPart = staticPart;
    this.firstStatics = statics;
    this.statics = statics;
    this.staticCells = staticCells;
    this.units = units.toArray(Unit[]::new);
    segments = Segment.of(units);
    block = new Block(segments);
    layers =
        units.stream().filter(NeuronUnit.class::isInstance).map(NeuronUnit.class::cast).toList();
    this.outputs = outputs;
    this.staticOutputs = staticOutputs;
  }

  /** Says of which inputs the static values are that the plan was made with. */
  Plan madeFor(Map<String, Tensor> inputs) {
    evaluated = Optional.of(inputs);
    return this;
  }

  /** Runs from the resting state. */
  RunResult run(Map<String, Tensor> inputs, RunOptions options, RunListener listener, Crew crew) {
    for (Unit unit : units) {
      unit.reset();
    }
    return resume(inputs, options, listener, crew);
  }

  /** Runs from the state in which the run before ended. */
  RunResult resume(
      Map<String, Tensor> inputs, RunOptions options, RunListener listener, Crew crew) {
    Counters counters = new Counters();
    counters.crew = crew;
    counters.maxSpike = options.maxSpike();
    inject(options.arrived(inputs, 1));
    counters.gate = new Gate(options, deepest(), reach());
    layers.forEach(NeuronUnit::hold);
    for (Unit unit : units) {
      unit.wake();
    }
    boolean alone = listener == RunListener.NONE && !options.keepStepOutputs();
    List<Map<String, Tensor>> stepOutputs = new ArrayList<>();
    int lastFired = 0;
    boolean quiet = false;
    boolean goOn = true;
    while (goOn && !quiet && (options.steps() == 0 || counters.step < options.steps())) {
      int done = counters.step;
      if (done > 0 && done < options.inputSteps()) {
        inject(options.arrived(inputs, done + 1));
      }
      int frames = alone ? frames(done, options, counters.gate) : 1;
      block.run(frames, counters, listener);
      for (int frame = 0; frame < frames && !quiet; frame++) {
        counters.step = done + frame + 1;
        lastFired = block.fired(frame) > 0 ? counters.step : lastFired;
        quiet =
            block.fired(frame) == 0 && counters.step >= options.inputSteps() && !block.waits(frame);
      }
      if (options.keepStepOutputs()) {
        stepOutputs.add(outputs(counters));
      }
      goOn =
          listener.stepDone(counters.step, block.fired(frames - 1))
              && listener.answered(counters.step, () -> outputs(counters));
    }
    Map<String, Tensor> outputs = outputs(counters);
    Activity activity =
        new Activity(
            lastFired,
            quiet,
            neurons(),
            counters.spikes,
            counters.synapticOperations,
            counters.hash);
    return new RunResult(outputs, activity, stepOutputs, options.keepCodes() ? codes() : Map.of());
  }

  /** Gives the static values to whoever reads them. */
  private void inject(Map<String, Tensor> inputs) {
    if (evaluated.isEmpty() || evaluated.get() != inputs) {
      statics = staticPart.evaluate(inputs, firstStatics);
    }
    evaluated = Optional.empty();
    staticCells.forEach((value, cell) -> cell.load(statics.get(value)));
  }

  /** How many steps can be done at once after those that are done. */
  private int frames(int done, RunOptions options, Gate gate) {
    if (!gate.isForeseen() || done + 1 < options.inputSteps()) {
      return 1;
    }
    return options.steps() == 0 ? block.most() : Math.min(block.most(), options.steps() - done);
  }

  /** Brings the outputs up to date, with spikes that nobody has read yet. */
  private Map<String, Tensor> outputs(Counters counters) {
    for (Segment segment : segments) {
      segment.begin(0, 1);
      segment.answer(counters);
    }
    Map<String, Tensor> all = new LinkedHashMap<>();
    for (GraphOutput output : graph.outputs()) {
      String name = output.name();
      all.put(
          name,
          staticOutputs.containsKey(name)
              ? statics.get(staticOutputs.get(name))
              : outputs.get(name).get());
    }
    return all;
  }

  private Map<Integer, Tensor> codes() {
    Map<Integer, Tensor> codes = new LinkedHashMap<>();
    layers.forEach(layer -> codes.put(layer.node(), layer.codes()));
    return codes;
  }

  private long neurons() {
    return layers.stream().mapToLong(layer -> layer.out().elements()).sum();
  }

  private int deepest() {
    return layers.stream().mapToInt(Unit::gateDepth).max().orElse(0);
  }

  private int reach() {
    return layers.stream().mapToInt(NeuronUnit::reach).max().orElse(0);
  }
}
