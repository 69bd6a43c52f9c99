package org.spikezip.backend.cpu;

import java.util.Map;
import java.util.Optional;
import org.spikezip.api.Executable;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.ir.Tensor;

/**
 * Keeps the plan of the last run, so that the next one starts from its state; inputs of other
 * shapes start anew. Not thread-safe.
 */
final class CpuStream implements Executable {
  private record Held(String shapes, Plan plan) {}

  private final CpuExecutable owner;
  private Optional<Held> held = Optional.empty();
  private boolean closed;

  CpuStream(CpuExecutable owner) {
    this.owner = owner;
  }

  @Override
  public RunResult run(Map<String, Tensor> inputs, RunOptions options, RunListener listener) {
    if (closed) {
      throw new IllegalStateException("this stream is closed");
    }
    String shapes = CpuExecutable.shapes(inputs);
    Optional<Plan> before = held.filter(h -> h.shapes().equals(shapes)).map(Held::plan);
    if (before.isEmpty()) {
      giveBack();
    }
    // While it runs the plan is nobody's: a run that fails leaves no state behind.
    held = Optional.empty();
    Plan plan = before.isPresent() ? before.get() : owner.borrow(shapes, inputs);
    RunResult result =
        owner.withCrew(
            crew ->
                before.isPresent()
                    ? plan.resume(inputs, options, listener, crew)
                    : plan.run(inputs, options, listener, crew));
    held = Optional.of(new Held(shapes, plan));
    return result;
  }

  private void giveBack() {
    held.ifPresent(h -> owner.giveBack(h.shapes(), h.plan()));
    held = Optional.empty();
  }

  @Override
  public boolean isThreadSafe() {
    return false;
  }

  @Override
  public void close() {
    closed = true;
    giveBack();
  }
}
