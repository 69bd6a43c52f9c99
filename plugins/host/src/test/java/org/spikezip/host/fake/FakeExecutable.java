package org.spikezip.host.fake;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.spikezip.api.Executable;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.ir.Tensor;

/** An executable that computes what a test says, and minds its callers' manners. */
public final class FakeExecutable implements Executable {
  private final Function<Map<String, Tensor>, RunResult> semantics;
  private final boolean threadSafe;
  private final AtomicInteger running = new AtomicInteger();
  private volatile boolean closed;

  public FakeExecutable(Function<Map<String, Tensor>, RunResult> semantics, boolean threadSafe) {
    this.semantics = semantics;
    this.threadSafe = threadSafe;
  }

  @Override
  public RunResult run(Map<String, Tensor> inputs, RunOptions options, RunListener listener) {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    if (running.incrementAndGet() > 1 && !threadSafe) {
      throw new IllegalStateException("used by two threads at once");
    }
    RunResult result;
    try {
      result = semantics.apply(inputs);
    } finally {
      running.decrementAndGet();
    }
    if (closed) {
      throw new IllegalStateException("closed while running");
    }
    return result;
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public boolean isThreadSafe() {
    return threadSafe;
  }

  @Override
  public void close() {
    closed = true;
  }
}
