package org.spikezip.backend.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spikezip.api.Executable;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.Schedule;
import org.spikezip.api.SpikeTrainHash;
import org.spikezip.api.reference.SteppedNetwork;
import org.spikezip.conformance.KitHostOps;
import org.spikezip.conformance.RandomNetwork;
import org.spikezip.frontend.onnx.runtime.OrtExecutable;
import org.spikezip.frontend.onnx.runtime.SessionSettings;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.Neuron;

/**
 * Exported random networks in ONNX Runtime, its optimizations on, against the stepped definition:
 * the same spike train, codes and output bits.
 */
class SpikingExportTest {
  private static final List<Schedule> SCHEDULES =
      Stream.of("synchronous", "wavefront:2", "deadline:3", "layerwise")
          .map(Schedule::parse)
          .toList();

  private static int checked;

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @AfterAll
  static void enoughNetworksHadAForm() {
    assertTrue(checked >= 30, checked + " networks had a form in ONNX with exact floats only");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyFormEqualsTheDefinition(long seed) {
    RandomNetwork network = RandomNetwork.of(seed, RandomNetwork.Size.SMALL);
    Graph graph = network.graph();
    SplittableRandom random = new SplittableRandom(seed);
    RunOptions options =
        RunOptions.DEFAULT
            .keepingCodes(true)
            .withSchedule(SCHEDULES.get(random.nextInt(SCHEDULES.size())))
            .withMaxSpike(random.nextBoolean() ? 1 : 4);
    SpikingGraph spiking = network(graph, options);
    boolean hosted = !graph.nodesOf(HostOp.class).isEmpty();
    if (hosted || !RuntimeFunctions.of(spiking).isEmpty()) {
      return;
    }
    checked++;
    Map<String, Tensor> inputs = network.inputs(1 + random.nextInt(2), 1 + random.nextInt(20), 0);
    RunResult expected = SteppedNetwork.run(graph, inputs, options, new KitHostOps());
    String what = "seed " + seed + " " + options;
    checkLoop(spiking, inputs, expected, what);
    checkQdq(spiking, inputs, expected, what);
    if (spiking.neurons().isEmpty()) {
      assertThrows(SpikezipException.class, () -> StepModel.initial(spiking));
    } else {
      checkSteps(spiking, inputs, expected, what);
    }
  }

  private static SpikingGraph network(Graph graph, RunOptions options) {
    int depths =
        graph.nodesOf(Neuron.class).stream()
            .mapToInt(n -> ((Neuron) n.op()).depth())
            .max()
            .orElse(1);
    FiringTable table = FiringTable.of(options.schedule(), depths, options.maxSpike());
    return new SpikingGraph(graph, table, options.maxSpike());
  }

  private static OrtExecutable load(OnnxModel model) {
    return OrtExecutable.load(List.of(model.bytes()), model.weights(), SessionSettings.FAST);
  }

  private static Map<String, Tensor> run(Executable executable, Map<String, Tensor> inputs) {
    return executable.run(inputs, RunOptions.DEFAULT, RunListener.NONE).outputs();
  }

  private static void checkLoop(
      SpikingGraph network, Map<String, Tensor> inputs, RunResult expected, String what) {
    try (OrtExecutable loop = load(LoopModel.of(network, 0))) {
      Map<String, Tensor> found = run(loop, inputs);
      checkCodes(network, found, expected, "loop, " + what);
      assertEquals(Tensor.scalar((long) expected.activity().steps()), found.get("spikezip.steps"));
      assertEquals(Tensor.scalar(expected.activity().spikes()), found.get("spikezip.events"));
    }
  }

  private static void checkQdq(
      SpikingGraph network, Map<String, Tensor> inputs, RunResult expected, String what) {
    try (OrtExecutable dense = load(QdqModel.of(network))) {
      checkCodes(network, run(dense, inputs), expected, "qdq, " + what);
    }
  }

  private static void checkCodes(
      SpikingGraph network, Map<String, Tensor> found, RunResult expected, String what) {
    for (Node neuron : network.neurons()) {
      assertEquals(
          expected.codes().get(neuron.id()),
          found.get("code." + neuron.id()),
          what + " " + neuron.describe());
    }
    sameOutputs(expected.outputs(), found, what);
  }

  /** Bit by bit; of NaNs, whichever they are. */
  private static void sameOutputs(
      Map<String, Tensor> expected, Map<String, Tensor> found, String what) {
    for (String name : expected.keySet()) {
      Tensor ours = expected.get(name);
      Tensor theirs = found.get(name);
      assertEquals(ours.toString(), theirs.toString(), what);
      float[] a = ours.floats();
      float[] b = theirs.floats();
      for (int i = 0; i < a.length; i++) {
        if (Float.floatToIntBits(a[i]) != Float.floatToIntBits(b[i])) {
          fail(what + ", output " + name + "[" + i + "] is " + a[i] + ", found " + b[i]);
        }
      }
    }
  }

  private static void checkSteps(
      SpikingGraph network, Map<String, Tensor> inputs, RunResult expected, String what) {
    try (OrtExecutable initial = load(StepModel.initial(network));
        OrtExecutable step = load(StepModel.step(network))) {
      Map<String, Tensor> state = run(initial, Map.of());
      Map<String, Tensor> made = Map.of();
      long hash = 0;
      for (int t = 1; made.isEmpty() || !made.get("at_rest").equals(yes()); t++) {
        Map<String, Tensor> given = new HashMap<>(inputs);
        given.putAll(state);
        made = run(step, given);
        Map<String, Tensor> next = new HashMap<>();
        made.forEach(
            (name, tensor) -> {
              if (name.startsWith("next.")) {
                next.put(name.replaceFirst("next", "state"), tensor);
              }
            });
        state = next;
        hash += hash(network, made, t);
      }
      assertEquals(expected.activity().hash(), hash, "spike train, " + what);
      sameOutputs(expected.outputs(), made, "steps, " + what);
    }
  }

  private static Tensor yes() {
    return Tensor.of(new boolean[] {true});
  }

  private static long hash(SpikingGraph network, Map<String, Tensor> made, int step) {
    long hash = 0;
    for (Node neuron : network.neurons()) {
      int[] spikes = made.get("spikes." + neuron.id()).ints();
      for (int i = 0; i < spikes.length; i++) {
        hash +=
            spikes[i] == 0
                ? 0
                : SpikeTrainHash.event(SpikeTrainHash.layer(neuron.id(), step), i, spikes[i]);
      }
    }
    return hash;
  }
}
