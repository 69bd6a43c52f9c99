package org.spikezip.backend.simulator;

import java.util.Map;
import org.spikezip.api.Executable;
import org.spikezip.api.HostOps;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.Schedule;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/** A network on a simulated machine. Thread-safe: each run has a state of its own. */
final class SimulatorExecutable implements Executable {
  private final Graph graph;
  private final Machine machine;
  private final Delivery delivery;
  private final int seed;
  private final boolean memory;
  private final HostOps hostOps;
  private volatile boolean closed;

  SimulatorExecutable(
      Graph graph, Machine machine, Delivery delivery, int seed, boolean memory, HostOps hostOps) {
    this.graph = graph;
    this.machine = machine;
    this.delivery = delivery;
    this.seed = seed;
    this.memory = memory;
    this.hostOps = hostOps;
  }

  @Override
  public RunResult run(Map<String, Tensor> inputs, RunOptions options, RunListener listener) {
    if (closed) {
      throw new IllegalStateException("this executable is closed");
    }
    boolean clocked = delivery == Delivery.BARRIER;
    if (!clocked && (options.inputSteps() > 1 || options.schedule() != Schedule.SYNCHRONOUS)) {
      throw new SpikezipException(
          ErrorCode.USAGE,
          "without barriers there are no steps to schedule, found --schedule "
              + options.schedule()
              + " --input-steps "
              + options.inputSteps(),
          "leave both out, or delivery=barrier");
    }
    NetworkState state = new NetworkState(graph, inputs, options, hostOps);
    Ledger ledger = new Ledger(state, machine, memory);
    RunResult result =
        clocked
            ? new BarrierRun(state, ledger).run(options, listener)
            : new FreeRun(state, ledger, delivery, seed).run(options, listener);
    listener.accounted(ledger.account(clocked));
    return result;
  }

  @Override
  public boolean isThreadSafe() {
    return true;
  }

  @Override
  public void close() {
    closed = true;
  }
}
