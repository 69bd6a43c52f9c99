package org.spikezip.backend.cuda;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.spikezip.api.Executable;
import org.spikezip.api.HostOps;
import org.spikezip.api.OpClasses;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.api.reference.StaticPart;
import org.spikezip.backend.cuda.driver.Driver;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;

/**
 * A network on a device. Thread-safe: each run borrows a plan for its input shapes, with a stream
 * of its own, or makes one.
 */
final class CudaExecutable implements Executable {
  /** Idle plans that are kept; the one that waited longest goes first. */
  private static final int MOST_IDLE = 8;

  private final Graph graph;
  private final Driver driver;
  private final Kernels kernels;
  private final Products products;
  private final boolean recorded;
  private final ReferenceEvaluator evaluator;
  private final StaticPart staticPart;
  private final SynapseWeights weights;
  private final Optional<Batcher> batcher;
  private final Map<String, Deque<DevicePlan>> idle = new LinkedHashMap<>();
  private int idleCount;
  private int running;
  private boolean closed;

  /**
   * An executable.
   *
   * @param driver closed with this executable
   * @param batch how many runs of several threads are done at once, where nobody listens
   * @param products how they are computed
   * @param recorded whether steps are recorded and replayed
   */
  CudaExecutable(
      Graph graph, Driver driver, HostOps hostOps, int batch, Products products, boolean recorded) {
    this.graph = graph;
    this.driver = driver;
    this.products = products;
    this.recorded = recorded;
    evaluator = new ReferenceEvaluator(hostOps);
    staticPart = new StaticPart(graph, OpClasses.of(graph), evaluator);
    weights = new SynapseWeights(driver);
    kernels = new Kernels(driver);
    batcher = batch > 1 ? Optional.of(new Batcher(this, batch)) : Optional.empty();
  }

  @Override
  public RunResult run(Map<String, Tensor> inputs, RunOptions options, RunListener listener) {
    return batcher.isPresent() && listener == RunListener.NONE
        ? batcher.get().run(inputs, options)
        : runAll(List.of(inputs), options, listener).get(0);
  }

  /**
   * Runs several samples at once. Each has the result that it has alone.
   *
   * @param inputs of the same shapes; not empty
   * @param listener hears of all samples together
   * @throws SpikezipException USAGE if shapes differ
   */
  List<RunResult> runAll(
      List<Map<String, Tensor>> inputs, RunOptions options, RunListener listener) {
    String shapes = shapes(inputs);
    DevicePlan plan = borrow(shapes, inputs);
    List<RunResult> results;
    try {
      plan.reset();
      results = resume(plan, inputs, options, listener);
    } catch (RuntimeException e) {
      throw Cleanup.after(e, () -> giveBack(shapes, plan, false));
    }
    giveBack(shapes, plan, true);
    return results;
  }

  /** Runs from the state in which the plan is. */
  List<RunResult> resume(
      DevicePlan plan, List<Map<String, Tensor>> inputs, RunOptions options, RunListener listener) {
    return new PlanRun(plan, driver, staticPart, inputs, options, listener).run();
  }

  @Override
  public Executable stream() {
    return new CudaStream(this);
  }

  /**
   * What inputs must have in common to use the same plan.
   *
   * @throws SpikezipException USAGE if they do not have it
   */
  static String shapes(List<Map<String, Tensor>> inputs) {
    String first = shapes(inputs.get(0));
    for (Map<String, Tensor> input : inputs) {
      if (!shapes(input).equals(first)) {
        throw new SpikezipException(
            ErrorCode.USAGE,
            "samples of a batch must have the same shapes, found "
                + first
                + " and "
                + shapes(input));
      }
    }
    return inputs.size() + " x " + first;
  }

  private static String shapes(Map<String, Tensor> inputs) {
    Map<String, String> sorted = new TreeMap<>();
    inputs.forEach((name, tensor) -> sorted.put(name, tensor.toString()));
    return sorted.toString();
  }

  /** An idle plan for inputs of these shapes, or a new one. */
  DevicePlan borrow(String shapes, List<Map<String, Tensor>> inputs) {
    synchronized (idle) {
      if (closed) {
        throw new IllegalStateException("this executable is closed");
      }
      running++;
      Deque<DevicePlan> plans = idle.get(shapes);
      if (plans != null) {
        DevicePlan plan = plans.pop();
        idleCount--;
        if (plans.isEmpty()) {
          idle.remove(shapes);
        }
        return plan;
      }
    }
    try {
      return make(inputs);
    } catch (RuntimeException e) {
      throw Cleanup.after(e, this::ended);
    }
  }

  private DevicePlan make(List<Map<String, Tensor>> inputs) {
    List<Map<Value, Tensor>> statics = new ArrayList<>();
    for (Map<String, Tensor> input : inputs) {
      statics.add(staticPart.evaluate(input, statics.isEmpty() ? Map.of() : statics.get(0)));
    }
    long stream = driver.createStream();
    HostBytes host = new HostBytes(driver, stream);
    PlanBuilder builder;
    try {
      builder = new PlanBuilder(graph, staticPart, statics, evaluator, products, driver);
      builder.place(weights, host);
    } catch (RuntimeException e) {
      throw Cleanup.after(
          e, () -> Cleanup.all(List.of(host::close, () -> driver.destroyStream(stream))));
    }
    return new DevicePlan(builder, driver, kernels, stream, host, recorded);
  }

  /**
   * Takes a plan back.
   *
   * @param usable whether it may run again
   */
  void giveBack(String shapes, DevicePlan plan, boolean usable) {
    DevicePlan out = plan;
    synchronized (idle) {
      if (usable && !closed) {
        idle.computeIfAbsent(shapes, s -> new ArrayDeque<>()).push(plan);
        out = ++idleCount > MOST_IDLE ? oldest() : null;
      }
    }
    try {
      if (out != null) {
        out.close();
      }
    } finally {
      ended();
    }
  }

  private DevicePlan oldest() {
    Map.Entry<String, Deque<DevicePlan>> entry = idle.entrySet().iterator().next();
    DevicePlan plan = entry.getValue().removeLast();
    idleCount--;
    if (entry.getValue().isEmpty()) {
      idle.remove(entry.getKey());
    }
    return plan;
  }

  /** A run ended; the last one after closing gives the device back. */
  private void ended() {
    boolean last;
    synchronized (idle) {
      running--;
      last = closed && running == 0;
    }
    if (last) {
      release();
    }
  }

  @Override
  public boolean isThreadSafe() {
    return true;
  }

  @Override
  public void close() {
    boolean now;
    synchronized (idle) {
      now = !closed && running == 0;
      closed = true;
    }
    if (now) {
      release();
    }
  }

  private void release() {
    List<Runnable> work = new ArrayList<>();
    idle.values().forEach(plans -> plans.forEach(plan -> work.add(plan::close)));
    idle.clear();
    work.addAll(List.of(weights::close, kernels::close, driver::close));
    Cleanup.all(work);
  }
}
