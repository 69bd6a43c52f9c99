package org.spikezip.backend.cpu;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.spikezip.api.Executable;
import org.spikezip.api.HostOps;
import org.spikezip.api.OpClasses;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.api.reference.StaticPart;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;

/**
 * A network on the CPU. Thread-safe: each run borrows a plan for its input shapes, or makes one.
 */
final class CpuExecutable implements Executable {
  /** Idle plans that are kept; the one that waited longest goes first. */
  private static final int MOST_IDLE = 32;

  private final Graph graph;
  private final Kernels kernels;
  private final ReferenceEvaluator evaluator;
  private final StaticPart staticPart;
  private final Map<Integer, SynapseWeights> weights = new ConcurrentHashMap<>();

  /** Given up where memory is short. */
  private final Map<String, Deque<SoftReference<Plan>>> idle = new LinkedHashMap<>();

  private final Crew crew;
  private int idleCount;
  private volatile boolean closed;

  CpuExecutable(Graph graph, Kernels kernels, HostOps hostOps) {
    this(graph, kernels, hostOps, Crew.ALONE);
  }

  /** An executable whose runs share a crew: one at a time, the others do without. */
  CpuExecutable(Graph graph, Kernels kernels, HostOps hostOps, Crew crew) {
    this.graph = graph;
    this.kernels = kernels;
    this.crew = crew;
    evaluator = new ReferenceEvaluator(hostOps);
    staticPart = new StaticPart(graph, OpClasses.of(graph), evaluator);
  }

  @Override
  public RunResult run(Map<String, Tensor> inputs, RunOptions options, RunListener listener) {
    String shapes = shapes(inputs);
    Plan plan = borrow(shapes, inputs);
    RunResult result = withCrew(free -> plan.run(inputs, options, listener, free));
    giveBack(shapes, plan);
    return result;
  }

  /** Does a run with the crew, or without where another run has it. */
  RunResult withCrew(Function<Crew, RunResult> run) {
    if (!crew.take()) {
      return run.apply(Crew.ALONE);
    }
    try {
      return run.apply(crew);
    } finally {
      crew.release();
    }
  }

  @Override
  public Executable stream() {
    return new CpuStream(this);
  }

  /** What inputs must have in common to use the same plan. */
  static String shapes(Map<String, Tensor> inputs) {
    Map<String, String> sorted = new TreeMap<>();
    inputs.forEach((name, tensor) -> sorted.put(name, tensor.toString()));
    return sorted.toString();
  }

  /** An idle plan for inputs of these shapes, or a new one. */
  Plan borrow(String shapes, Map<String, Tensor> inputs) {
    if (closed) {
      throw new IllegalStateException("this executable is closed");
    }
    return takeIdle(shapes).orElseGet(() -> make(inputs));
  }

  private Plan make(Map<String, Tensor> inputs) {
    Map<Value, Tensor> statics = staticPart.evaluate(inputs, Map.of());
    return new PlanBuilder(graph, staticPart, statics, weights, evaluator, kernels)
        .build()
        .madeFor(inputs);
  }

  private Optional<Plan> takeIdle(String shapes) {
    synchronized (idle) {
      Deque<SoftReference<Plan>> plans = idle.getOrDefault(shapes, new ArrayDeque<>());
      Optional<Plan> plan = Optional.empty();
      while (plan.isEmpty() && !plans.isEmpty()) {
        plan = Optional.ofNullable(plans.pop().get());
        idleCount--;
      }
      if (plans.isEmpty()) {
        idle.remove(shapes);
      }
      return plan;
    }
  }

  void giveBack(String shapes, Plan plan) {
    synchronized (idle) {
      idle.computeIfAbsent(shapes, s -> new ArrayDeque<>()).push(new SoftReference<>(plan));
      if (++idleCount > MOST_IDLE) {
        Map.Entry<String, Deque<SoftReference<Plan>>> oldest = idle.entrySet().iterator().next();
        oldest.getValue().removeLast();
        idleCount--;
        if (oldest.getValue().isEmpty()) {
          idle.remove(oldest.getKey());
        }
      }
    }
  }

  @Override
  public boolean isThreadSafe() {
    return true;
  }

  @Override
  public void close() {
    closed = true;
    crew.close();
    synchronized (idle) {
      idle.clear();
      idleCount = 0;
    }
  }
}
