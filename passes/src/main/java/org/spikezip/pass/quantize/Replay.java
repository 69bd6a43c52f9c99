package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spikezip.api.Executable;
import org.spikezip.api.PassContext;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Samples;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;

/**
 * Runs the float graph and what the plan makes of it side by side over some samples, from one layer
 * of products with weights to the next. At each stop the plan may still decide the weights of the
 * products that come next. Only the values that go on are kept.
 */
final class Replay {
  private static final String TASK = "refit";
  private static final int CHUNK = 32;

  /** Watches at the end of each segment. */
  interface Watcher {
    /** Some samples have come to the end of a segment; {@code first} is the index of the first. */
    void arrived(int segment, int first, List<Pair> samples);

    /** All have; the next segment will be quantized as the plan says afterwards. */
    void finished(int segment);
  }

  /** The values of one sample that are still needed: in float, and as quantized so far. */
  record Pair(Map<Value, Tensor> floats, Map<Value, Tensor> quantized) {}

  private final Graph graph;
  private final Plan plan;
  private final Samples samples;
  private final int count;
  private final PassContext context;
  private final Segments floats;
  private final Segments quantized;
  private final List<Pair> pairs = new ArrayList<>();

  /**
   * A replay.
   *
   * @param count how many samples to take, from the first
   */
  Replay(Plan plan, Constants constants, Samples samples, int count, PassContext context) {
    this.graph = plan.graph();
    this.plan = plan;
    this.samples = samples;
    this.count = count;
    this.context = context;
    Set<Integer> cuts = new LinkedHashSet<>();
    for (Product product : plan.placement().products()) {
      if (product instanceof Product.WithWeights) {
        cuts.add(product.node().id());
      }
    }
    // A float product is known before its integer weights are.
    floats = new Segments(graph, constants, cuts, true);
    quantized = new Segments(graph, constants, cuts, false);
  }

  /** The segment at whose end a value is known in both networks. */
  int segmentOf(Value value) {
    return Math.max(floats.of(value), quantized.of(value));
  }

  /** Runs all; afterwards each sample has the outputs of the graph. */
  List<Pair> run(Watcher watcher) {
    for (int i = 0; i < count; i++) {
      Map<Value, Tensor> inputs = inputs(samples.get(i));
      pairs.add(new Pair(inputs, inputs));
    }
    for (int segment = 0; segment < floats.count(); segment++) {
      try (Part inFloat = part(floats, segment, Optional.empty());
          Part inCodes = part(quantized, segment, Optional.of(plan))) {
        for (int first = 0; first < count; first += CHUNK) {
          advance(segment, first, inFloat, inCodes);
          int end = Math.min(count, first + CHUNK);
          watcher.arrived(segment, first, pairs.subList(first, end));
        }
      }
      watcher.finished(segment);
    }
    return pairs;
  }

  private Map<Value, Tensor> inputs(Map<String, Tensor> sample) {
    Map<Value, Tensor> inputs = new HashMap<>();
    graph.inputNodes().forEach(node -> inputs.put(node.output(), sample.get(node.name())));
    return inputs;
  }

  private void advance(int segment, int first, Part inFloat, Part inCodes) {
    int size = Math.min(CHUNK, count - first);
    long before = (long) segment * count + first;
    long total = (long) floats.count() * count;
    Workers.forEach(
        size,
        inFloat.isThreadSafe() && inCodes.isThreadSafe(),
        i -> {
          Pair pair = pairs.get(first + i);
          pairs.set(
              first + i, new Pair(inFloat.next(pair.floats()), inCodes.next(pair.quantized())));
        },
        done -> context.progress().advance(TASK, before + done, total));
  }

  private Part part(Segments segments, int segment, Optional<Plan> decided) {
    Set<Value> given = segment == 0 ? segments.start() : segments.frontier(segment - 1);
    Set<Value> after = segments.frontier(segment);
    Set<Value> wanted = new LinkedHashSet<>(after);
    wanted.removeAll(given);
    Graph part = SegmentGraph.of(graph, decided, given, wanted);
    return new Part(
        given.stream().filter(v -> isInput(part, v)).toList(),
        List.copyOf(wanted),
        after,
        wanted.isEmpty() ? Optional.empty() : Optional.of(context.compileFloat(part)));
  }

  private static boolean isInput(Graph part, Value value) {
    return part.inputNodes().stream().anyMatch(n -> n.name().equals(SegmentGraph.label(value)));
  }

  /** A segment that is ready to run. */
  private record Part(
      List<Value> inputs, List<Value> wanted, Set<Value> after, Optional<Executable> executable)
      implements AutoCloseable {
    boolean isThreadSafe() {
      return executable.map(Executable::isThreadSafe).orElse(true);
    }

    /** What is needed after this segment, from what was needed before it. */
    Map<Value, Tensor> next(Map<Value, Tensor> before) {
      Map<Value, Tensor> values = new HashMap<>(before);
      if (executable.isPresent()) {
        Map<String, Tensor> named = new HashMap<>();
        inputs.forEach(v -> named.put(SegmentGraph.label(v), before.get(v)));
        Map<String, Tensor> made =
            executable.get().run(named, RunOptions.DEFAULT, RunListener.NONE).outputs();
        wanted.forEach(v -> values.put(v, made.get(SegmentGraph.label(v))));
      }
      values.keySet().retainAll(after);
      return values;
    }

    @Override
    public void close() {
      executable.ifPresent(Executable::close);
    }
  }

  /** The first output of floats, if there is one. */
  Optional<Value> firstFloatOutput() {
    return graph.outputs().stream()
        .map(GraphOutput::value)
        .filter(v -> graph.fact(v).type().isFloat())
        .findFirst();
  }
}
