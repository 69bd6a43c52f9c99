package org.spikezip.backend.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.ir.Tensor;

/**
 * Puts runs of several threads that are asked for at about the same time into batches. The first to
 * come waits a little for others, then runs for all; each has the result that it would have alone.
 */
final class Batcher {
  /** How long the first one waits for the batch to fill. */
  private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private record Key(String shapes, RunOptions options) {}

  /** Runs that will be a batch. */
  private static final class Gathering {
    final List<Map<String, Tensor>> inputs = new ArrayList<>();
    final CompletableFuture<List<RunResult>> results = new CompletableFuture<>();
  }

  private final CudaExecutable executable;
  private final int size;
  private final Map<Key, Gathering> open = new HashMap<>();

  /**
   * A batcher.
   *
   * @param size samples of a batch
   */
  Batcher(CudaExecutable executable, int size) {
    this.executable = executable;
    this.size = size;
  }

  RunResult run(Map<String, Tensor> inputs, RunOptions options) {
    Key key = new Key(CudaExecutable.shapes(List.of(inputs)), options);
    Gathering batch;
    int place;
    synchronized (this) {
      batch = open.computeIfAbsent(key, k -> new Gathering());
      place = batch.inputs.size();
      batch.inputs.add(inputs);
      if (batch.inputs.size() == size) {
        open.remove(key, batch);
        notifyAll();
      }
    }
    if (place == 0) {
      gather(key, batch);
      run(batch, options);
    }
    try {
      return batch.results.join().get(place);
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Waits until the batch is full, or for some time. */
  private synchronized void gather(Key key, Gathering batch) {
    long end = System.nanoTime() + WAIT_NANOS;
    long left = WAIT_NANOS;
    while (batch.inputs.size() < size && left > 0) {
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      left = end - System.nanoTime();
    }
    open.remove(key, batch);
  }

  private void run(Gathering batch, RunOptions options) {
    try {
      batch.results.complete(executable.runAll(filled(batch.inputs), options, RunListener.NONE));
    } catch (RuntimeException | Error e) {
      batch.results.completeExceptionally(e);
    }
  }

  /** All batches have the same size, so that one plan serves them: the last sample fills up. */
  private List<Map<String, Tensor>> filled(List<Map<String, Tensor>> inputs) {
    List<Map<String, Tensor>> all = new ArrayList<>(inputs);
    while (all.size() < size) {
      all.add(inputs.get(inputs.size() - 1));
    }
    return all;
  }
}
