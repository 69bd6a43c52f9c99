package org.spikezip.host.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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

/** Works in several threads and gives the results in order. */
public final class InOrder {
  private InOrder() {}

  /**
   * The results for the samples 0 to {@code samples} − 1.
   *
   * @param task a word for progress and threads, such as {@code verify}
   * @throws SpikezipException what failed for the first sample that did, naming it
   */
  public static <R> List<R> map(
      String task, int samples, int threads, Progress progress, IntFunction<R> work) {
    AtomicInteger done = new AtomicInteger();
    List<Callable<R>> tasks = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      int sample = i;
      tasks.add(
          () -> {
            R result = work.apply(sample);
            progress.advance(task, done.incrementAndGet(), samples);
            return result;
          });
    }
    progress.advance(task, 0, samples);
    return all(task, threads, tasks, sample -> "sample " + sample);
  }

  /**
   * The results of all tasks.
   *
   * @param name of the threads
   * @param label names a task in errors
   * @throws SpikezipException what the first task threw that did, with its label
   */
  public static <R> List<R> all(
      String name, int threads, List<Callable<R>> tasks, IntFunction<String> label) {
    AtomicInteger workers = new AtomicInteger();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(threads, tasks.size())),
            task -> {
              Thread thread = new Thread(task, name + "-" + workers.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<R>> futures = tasks.stream().map(pool::submit).toList();
      List<R> results = new ArrayList<>();
      for (int i = 0; i < futures.size(); i++) {
        results.add(result(futures.get(i), label.apply(i)));
      }
      return results;
    } finally {
      stop(pool);
    }
  }

  private static <R> R result(Future<R> future, String label) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SpikezipException known) {
        throw known.in(label);
      }
      throw new SpikezipException(
          ErrorCode.INTERNAL, label + ": " + e.getCause(), "", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted at " + label);
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
