package org.spikezip.backend.cuda;

import java.util.List;
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
final class CudaStream implements Executable {
  private record Held(String shapes, DevicePlan plan) {}

  private final CudaExecutable owner;
  private Optional<Held> held = Optional.empty();
  private boolean closed;

  CudaStream(CudaExecutable owner) {
    this.owner = owner;
  }

  @Override
  public RunResult run(Map<String, Tensor> inputs, RunOptions options, RunListener listener) {
    if (closed) {
      throw new IllegalStateException("this stream is closed");
    }
    List<Map<String, Tensor>> samples = List.of(inputs);
    String shapes = CudaExecutable.shapes(samples);
    boolean anew = false;
    if (held.filter(h -> h.shapes().equals(shapes)).isEmpty()) {
      giveBack(true);
      DevicePlan plan = owner.borrow(shapes, samples);
      held = Optional.of(new Held(shapes, plan));
      anew = true;
    }
    try {
      if (anew) {
        held.get().plan().reset();
      }
      return owner.resume(held.get().plan(), samples, options, listener).get(0);
    } catch (RuntimeException e) {
      throw Cleanup.after(e, () -> giveBack(false));
    }
  }

  private void giveBack(boolean usable) {
    held.ifPresent(h -> owner.giveBack(h.shapes(), h.plan(), usable));
    held = Optional.empty();
  }

  @Override
  public boolean isThreadSafe() {
    return false;
  }

  @Override
  public void close() {
    closed = true;
    giveBack(true);
  }
}
