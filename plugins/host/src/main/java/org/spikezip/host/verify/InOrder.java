package org.spikezip.host.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.spikezip.api.Progress;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** Works on samples in several threads and gives the results in the order of the samples. */
final class InOrder {
  private InOrder() {}

  /**
   * The results for 0 to {@code samples} − 1.
   *
   * @throws SpikezipException what failed for the first sample that did, naming it
   */
  static <R> List<R> map(int samples, int threads, Progress progress, IntFunction<R> work) {
    AtomicInteger done = new AtomicInteger();
    AtomicInteger workers = new AtomicInteger();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.min(threads, samples),
            task -> {
              Thread thread = new Thread(task, "verify-" + workers.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    try {
      progress.advance("verify", 0, samples);
      List<Future<R>> futures = new ArrayList<>();
      for (int i = 0; i < samples; i++) {
        int sample = i;
        futures.add(
            pool.submit(
                () -> {
                  R result = work.apply(sample);
                  progress.advance("verify", done.incrementAndGet(), samples);
                  return result;
                }));
      }
      List<R> results = new ArrayList<>();
      for (int i = 0; i < samples; i++) {
        results.add(result(futures.get(i), i));
      }
      return results;
    } finally {
      stop(pool);
    }
  }

  private static <R> R result(Future<R> future, int sample) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SpikezipException known) {
        throw known.in("sample " + sample);
      }
      throw new SpikezipException(
          ErrorCode.INTERNAL, "sample " + sample + ": " + e.getCause(), "", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while verifying sample " + sample);
    }
  }

  /** Waits for what still runs, since it uses what the caller closes next. */
  private static void stop(ExecutorService pool) {
    pool.shutdownNow();
    boolean interrupted = false;
    while (!pool.isTerminated()) {
      try {
        pool.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
