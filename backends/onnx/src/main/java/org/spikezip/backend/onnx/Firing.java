package org.spikezip.backend.onnx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Neuron;

/**
 * One step of all neurons, as it is written. A neuron moves its tracer by {@code clip(q(V) − S, −m,
 * m)} if its distance is large enough for the schedule.
 */
final class Firing {
  private final FiringTable table;
  private final int maxSpike;
  private final Map<Integer, String> tracers;
  private final String least;
  private final Map<Integer, String> after = new LinkedHashMap<>();
  private final Map<Integer, String> spikes = new LinkedHashMap<>();
  private final List<String> events = new ArrayList<>();
  private final List<String> distances = new ArrayList<>();
  private final List<String> openDistances = new ArrayList<>();

  /**
   * A step that starts.
   *
   * @param tracers before it, by node (f32)
   * @param least distances by depth (f32 {@code [depths]}), unless the table is open
   */
  Firing(FiringTable table, int maxSpike, Map<Integer, String> tracers, String least) {
    this.table = table;
    this.maxSpike = maxSpike;
    this.tracers = tracers;
    this.least = least;
  }

  void neuron(Node node, Neuron op, OnnxGraph out) {
    Floats f = new Floats(out);
    String target = Quantizers.code(node, op, out);
    String tracer = tracers.get(node.id());
    String distance = f.minus(target, tracer);
    String bounded = f.smaller(f.larger(distance, f.of(-maxSpike)), f.of(maxSpike));
    String open = table.isOpen() ? "" : distanceOf(op, out);
    String spike =
        open.isEmpty() ? bounded : f.where(f.above(open, f.magnitude(distance)), f.of(0), bounded);
    out.add("Add", List.of(tracer, spike), out.outputs(node));
    after.put(node.id(), out.name(node.output()));
    spikes.put(node.id(), spike);
    events.add(count(spike, f));
    String rest = largest(f.magnitude(f.minus(distance, spike)), out);
    distances.add(rest);
    if (table.waitsForRest()) {
      openDistances.add(f.where(f.above(f.of(FiringTable.NEVER), open), rest, f.of(0)));
    }
  }

  private String distanceOf(Neuron op, OnnxGraph out) {
    String depth = out.constant(Tensor.scalar(op.depth() - 1L));
    return out.add("Gather", List.of(least, depth));
  }

  private static String count(String spike, Floats f) {
    String silent = f.equal(spike, f.of(0));
    String fired = f.cast(f.out().add("Not", List.of(silent)), ElementType.I64);
    return f.out().add("ReduceSum", List.of(fired), Attr.of("keepdims", false));
  }

  private static String largest(String x, OnnxGraph out) {
    return out.add("ReduceMax", List.of(x), Attr.of("keepdims", false));
  }

  /** Tracers after the step, by node (f32). */
  Map<Integer, String> after() {
    return after;
  }

  /** How far each tracer moved, by node (f32). */
  Map<Integer, String> spikes() {
    return spikes;
  }

  /** How many neurons fired (i64). */
  String events(OnnxGraph out) {
    String sum = out.constant(Tensor.scalar(0L));
    for (String count : events) {
      sum = out.add("Add", List.of(sum, count));
    }
    return sum;
  }

  /** Whether every tracer is at its target (bool). */
  String atRest(OnnxGraph out) {
    return allZero(distances, out);
  }

  /** The time of the next step (i64). */
  String nextTime(String time, OnnxGraph out) {
    String one = out.constant(Tensor.scalar(1L));
    String later = out.add("Add", List.of(time, one));
    return table.waitsForRest()
        ? out.add("Where", List.of(allZero(openDistances, out), later, time))
        : later;
  }

  private static String allZero(List<String> distances, OnnxGraph out) {
    Floats f = new Floats(out);
    String largest = f.of(0);
    for (String distance : distances) {
      largest = f.larger(largest, distance);
    }
    return f.equal(largest, f.of(0));
  }
}
