package org.spikezip.host.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.spikezip.api.Activity;
import org.spikezip.api.HostOps;
import org.spikezip.api.RunResult;
import org.spikezip.api.Samples;
import org.spikezip.api.SpikeTrainHash;
import org.spikezip.api.reference.Evaluation;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Node;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Decode;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Rounding;
import org.spikezip.ir.op.Synapse;

/**
 * A spiking network of two layers of neurons, {@code first} of 4 with a threshold each and {@code
 * second} of 3, with the range of u8 numbers whose zero point is 100.
 */
final class TwoLayers {
  static final int ZERO_POINT = 100;

  private TwoLayers() {}

  static Graph graph(Rounding rounding) {
    GraphBuilder builder = new GraphBuilder("two layers");
    Value x = builder.input("x", Fact.of(ElementType.F32, 1, 4));
    Value thresholds =
        builder.constant("thresholds", Tensor.of(new float[] {0.5f, 0.25f, 1, 2}, 4));
    Value first = neuron(builder, "first", rounding, 1, x, thresholds);
    byte[] weights = {3, -1, 2, 5, 7, -4, 1, 1, -2, 6, -3, 2};
    Value sum =
        builder.add(
            "sum",
            new Synapse(),
            first,
            builder.constant("weights", Tensor.of(weights, 4, 3)),
            builder.constant("scale", Tensor.of(new float[] {0.11f, 0.07f, 0.13f}, 3)),
            builder.constant("bias", Tensor.of(new float[] {0.3f, -0.2f, 0.01f}, 3)));
    Value threshold = builder.constant("threshold", Tensor.scalar(0.1f));
    Value second = neuron(builder, "second", rounding, 2, sum, threshold);
    builder.output("y", builder.add("decoded", new Decode(), second, threshold));
    builder.metadata(Map.of("quantize.origin", "source"));
    return builder.build(Stage.SPIKING);
  }

  private static Value neuron(
      GraphBuilder builder, String name, Rounding rounding, int depth, Value x, Value threshold) {
    int min = -ZERO_POINT;
    int max = 255 - ZERO_POINT;
    return builder.add(
        name,
        new Neuron(rounding, min, max, depth),
        x,
        threshold,
        builder.constant(name + ".min", Tensor.of(new int[] {min})),
        builder.constant(name + ".max", Tensor.of(new int[] {max})),
        builder.constant(name + ".rest", Tensor.of(new int[] {0})));
  }

  /** Normal inputs that are never near a tie of the first layer. */
  static Samples samples(int count) {
    SplittableRandom random = new SplittableRandom(5);
    List<Map<String, Tensor>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] x = new float[4];
      for (int k = 0; k < 4; k++) {
        x[k] = random.nextInt(-20, 20) * 0.5f + 0.03f;
      }
      samples.add(Map.of("x", Tensor.of(x, 1, 4)));
    }
    return Samples.of("made up", samples);
  }

  static Evaluation evaluate(Graph graph, Map<String, Tensor> inputs) {
    return new ReferenceEvaluator(HostOps.NONE).evaluate(graph, inputs);
  }

  /** What an exact engine gives; its spikes are made up from the codes. */
  static RunResult run(Graph graph, Map<String, Tensor> inputs) {
    Evaluation dense = evaluate(graph, inputs);
    Map<Integer, Tensor> codes = new HashMap<>();
    long spikes = 0;
    long hash = 0;
    int steps = 0;
    for (Node node : graph.nodesOf(Neuron.class)) {
      Tensor tensor = dense.value(node.output());
      codes.put(node.id(), tensor);
      for (int code : tensor.ints()) {
        spikes += Math.abs(code);
        steps = Math.max(steps, Math.abs(code));
        hash += code == 0 ? 0 : SpikeTrainHash.event(SpikeTrainHash.layer(node.id(), 1), 0, code);
      }
    }
    Activity activity = new Activity(steps, true, 7, spikes, 3 * spikes, hash);
    return new RunResult(dense.outputs(), activity, List.of(), codes);
  }

  /** The same network as another runtime would give it: q = S + z by the neuron's name. */
  static Map<String, Tensor> source(Graph graph, Map<String, Tensor> inputs) {
    Evaluation dense = evaluate(graph, inputs);
    Map<String, Tensor> values = new LinkedHashMap<>(dense.outputs());
    for (Node node : graph.nodesOf(Neuron.class)) {
      Tensor codes = dense.value(node.output());
      long[] q = codes.longs();
      for (int i = 0; i < q.length; i++) {
        q[i] += ZERO_POINT;
      }
      values.put(node.name(), Tensor.ofLongs(ElementType.U8, q, codes.dims()));
    }
    return values;
  }

  static Node node(Graph graph, String name) {
    return graph.nodes().stream().filter(n -> n.name().equals(name)).findFirst().orElseThrow();
  }
}
