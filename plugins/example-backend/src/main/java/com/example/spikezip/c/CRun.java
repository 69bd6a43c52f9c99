package com.example.spikezip.c;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.api.Activity;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.Schedule;
import org.spikezip.api.SpikeTrainHash;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Neuron;

/** One inference: the process computes, this keeps time and counts. */
final class CRun {
  private final SpikingPart part;
  private final Worker worker;
  private final Map<String, Tensor> inputs;
  private final RunOptions options;
  private final RunListener listener;
  private Map<Value, Tensor> still = Map.of();
  private int lastFired;
  private int settledSteps;
  private long spikes;
  private long hash;
  private boolean atRest;

  CRun(
      SpikingPart part,
      Worker worker,
      Map<String, Tensor> inputs,
      RunOptions options,
      RunListener listener) {
    this.part = part;
    this.worker = worker;
    this.inputs = inputs;
    this.options = options;
    this.listener = listener;
  }

  RunResult run() {
    worker.send('R');
    List<Map<String, Tensor>> stepOutputs = new ArrayList<>();
    boolean goesOn = true;
    for (int step = 1; goesOn && !atRest; step++) {
      if (step <= options.inputSteps()) {
        inject(step);
      }
      long fired = step(step);
      if (options.keepStepOutputs()) {
        stepOutputs.add(outputs());
      }
      goesOn =
          listener.stepDone(step, fired)
              & listener.answered(step, this::outputs)
              & step != options.steps();
    }
    long neurons = part.layers().stream().mapToLong(n -> part.size(n.output())).sum();
    // Every step computes all sums anew, so no addition is owed to a spike.
    Activity activity = new Activity(lastFired, atRest, neurons, spikes, 0, hash);
    Map<Integer, Tensor> codes = options.keepCodes() ? codes() : Map.of();
    return new RunResult(outputs(), activity, stepOutputs, codes);
  }

  /** Sends what the process takes, for the inputs as they have arrived. */
  private void inject(int step) {
    still = part.evaluateStill(options.arrived(inputs, step));
    ByteBuffer numbers = Worker.numbers(part.given().stream().mapToInt(part::size).sum());
    for (Value value : part.given()) {
      if (part.isFloat(value)) {
        for (float x : still.get(value).floats()) {
          numbers.putFloat(x);
        }
      } else {
        for (int x : still.get(value).ints()) {
          numbers.putInt(x);
        }
      }
    }
    worker.send('I', numbers);
  }

  /** Makes a step and says how many events there were. */
  private long step(int step) {
    Schedule schedule = options.schedule();
    int time = schedule.waitsForRest() ? 1 + settledSteps : step;
    ByteBuffer command = Worker.numbers(1 + part.depths()).putInt(options.maxSpike());
    for (int depth = 1; depth <= part.depths(); depth++) {
      command.putInt(schedule.leastDistance(depth, time, options.maxSpike()));
    }
    worker.send('S', command);
    long before = spikes;
    boolean settled = true;
    boolean openSettled = true;
    for (Node node : part.layers()) {
      boolean layerSettled = hear(node, step);
      int depth = ((Neuron) node.op()).depth();
      boolean open = schedule.leastDistance(depth, time, options.maxSpike()) != Schedule.NEVER;
      settled &= layerSettled;
      openSettled &= layerSettled || !open;
    }
    lastFired = spikes > before ? step : lastFired;
    settledSteps += openSettled ? 1 : 0;
    atRest = spikes == before && settled && step >= options.inputSteps();
    return spikes - before;
  }

  /** What a layer did in this step; whether it is where it should be. */
  private boolean hear(Node node, int step) {
    int size = part.size(node.output());
    ByteBuffer answer = worker.receive(1 + size);
    boolean settled = answer.getInt() != 0;
    long prefix = SpikeTrainHash.layer(node.id(), step);
    int[] elements = new int[size];
    int[] moves = new int[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      int moved = answer.getInt();
      if (moved != 0) {
        hash += SpikeTrainHash.event(prefix, i, moved);
        elements[count] = i;
        moves[count++] = moved;
      }
    }
    spikes += count;
    if (count > 0) {
      listener.fired(step, node.id(), count);
      listener.spiked(step, node.id(), Arrays.copyOf(elements, count), Arrays.copyOf(moves, count));
    }
    return settled;
  }

  private Map<String, Tensor> outputs() {
    worker.send('O');
    Map<Value, Tensor> spiking = new HashMap<>();
    for (GraphOutput output : part.spikingOutputs()) {
      spiking.put(output.value(), receive(output.value()));
    }
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (GraphOutput output : part.outputs()) {
      Tensor tensor = spiking.get(output.value());
      outputs.put(output.name(), tensor == null ? still.get(output.value()) : tensor);
    }
    return outputs;
  }

  private Map<Integer, Tensor> codes() {
    worker.send('C');
    Map<Integer, Tensor> codes = new LinkedHashMap<>();
    part.layers().forEach(node -> codes.put(node.id(), receive(node.output())));
    return codes;
  }

  private Tensor receive(Value value) {
    ByteBuffer numbers = worker.receive(part.size(value));
    if (part.isFloat(value)) {
      float[] floats = new float[part.size(value)];
      numbers.asFloatBuffer().get(floats);
      return Tensor.of(floats, part.dims(value));
    }
    int[] ints = new int[part.size(value)];
    numbers.asIntBuffer().get(ints);
    return Tensor.of(ints, part.dims(value));
  }
}
