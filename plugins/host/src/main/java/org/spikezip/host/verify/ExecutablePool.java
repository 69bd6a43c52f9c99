package org.spikezip.host.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.spikezip.api.Executable;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.ir.Tensor;

/** Runs inferences from several threads: on one executable if it allows that, else on one each. */
final class ExecutablePool implements AutoCloseable {
  private final Supplier<Executable> maker;
  private final List<Executable> all = new ArrayList<>();
  private final Deque<Executable> idle = new ArrayDeque<>();

  ExecutablePool(Supplier<Executable> maker) {
    this.maker = maker;
  }

  /** A pool that holds one already. */
  static ExecutablePool of(Executable first, Supplier<Executable> maker) {
    ExecutablePool pool = new ExecutablePool(maker);
    pool.all.add(first);
    pool.idle.add(first);
    return pool;
  }

  RunResult run(Map<String, Tensor> inputs, RunOptions options) {
    Executable executable = borrow();
    try {
      return executable.run(inputs, options, RunListener.NONE);
    } finally {
      giveBack(executable);
    }
  }

  private Executable borrow() {
    synchronized (this) {
      if (all.isEmpty()) {
        all.add(maker.get());
        idle.add(all.get(0));
      }
      if (all.get(0).isThreadSafe()) {
        return all.get(0);
      }
      if (!idle.isEmpty()) {
        return idle.pop();
      }
    }
    // Making one may take seconds, in which the others can run on.
    Executable made = maker.get();
    synchronized (this) {
      all.add(made);
    }
    return made;
  }

  private synchronized void giveBack(Executable executable) {
    if (!executable.isThreadSafe()) {
      idle.push(executable);
    }
  }

  @Override
  public synchronized void close() {
    all.forEach(Executable::close);
    all.clear();
    idle.clear();
  }
}
