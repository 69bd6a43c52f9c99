package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** Does the same for many indices, on a few threads. */
final class Workers {
  private static final int MOST_THREADS = 8;

  private Workers() {}

  /**
   * Does a task for 0 to count − 1, in any order; stops at the first failure and throws it.
   *
   * @param parallel whether more than one thread may work
   * @param task what to do for an index
   * @param progress hears how many are done
   */
  static void forEach(int count, boolean parallel, IntConsumer task, LongConsumer progress) {
    int threads = Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS);
    threads = parallel ? Math.max(1, Math.min(threads, count)) : 1;
    AtomicInteger next = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    AtomicBoolean failed = new AtomicBoolean();
    Callable<Void> work =
        () -> {
          for (int i = next.getAndIncrement();
              i < count && !failed.get() && !Thread.currentThread().isInterrupted();
              i = next.getAndIncrement()) {
            try {
              task.accept(i);
            } catch (RuntimeException | Error e) {
              failed.set(true);
              throw e;
            }
            progress.accept(done.incrementAndGet());
          }
          return null;
        };
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Void>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        futures.add(executor.submit(work));
      }
      for (Future<Void> future : futures) {
        future.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpikezipException(ErrorCode.INTERNAL, "interrupted", "", e);
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  private static RuntimeException rethrown(Throwable cause) {
    if (cause instanceof RuntimeException e) {
      return e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    return new IllegalStateException(cause);
  }
}
