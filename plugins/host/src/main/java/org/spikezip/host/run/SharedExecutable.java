package org.spikezip.host.run;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.spikezip.api.Executable;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.ir.Tensor;

/** An executable that several threads use, one at a time if it needs that, and one may close. */
final class SharedExecutable implements AutoCloseable {
  private final Executable executable;
  private final Lock running;
  private final Lock closing;
  private boolean closed;

  SharedExecutable(Executable executable) {
    ReadWriteLock lock = new ReentrantReadWriteLock();
    this.executable = executable;
    this.closing = lock.writeLock();
    this.running = executable.isThreadSafe() ? lock.readLock() : lock.writeLock();
  }

  /** The outputs; empty if it was closed meanwhile. */
  Optional<Map<String, Tensor>> run(Map<String, Tensor> inputs) {
    running.lock();
    try {
      return closed
          ? Optional.empty()
          : Optional.of(executable.run(inputs, RunOptions.DEFAULT, RunListener.NONE).outputs());
    } finally {
      running.unlock();
    }
  }

  /** Waits for those that run. */
  @Override
  public void close() {
    closing.lock();
    try {
      closed = true;
      executable.close();
    } finally {
      closing.unlock();
    }
  }
}
