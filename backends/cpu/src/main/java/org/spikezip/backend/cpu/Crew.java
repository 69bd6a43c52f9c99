package org.spikezip.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that share the work of one run. Whoever is free takes the next part, the caller too, so
 * that nothing waits for a thread that gets no processor. Between two pieces of work the helpers
 * wait awake for a moment, since a piece may take only microseconds, then asleep.
 */
final class Crew implements AutoCloseable {
  /** Nobody but the caller. */
  static final Crew ALONE = new Crew(1, Long.MAX_VALUE);

  /** Work that takes less than this many nanoseconds is not worth sharing. */
  static final long LEAST = 15_000;

  private static final int SPINS = 10_000;

  /** Nanoseconds. */
  private static final long PAUSE = 10_000;

  /** A part of a piece of work. */
  interface Part {
    /**
     * Does a part.
     *
     * @param part from 0
     * @param parts how many there are
     */
    void run(int part, int parts);
  }

  /** A piece of work. */
  private static final class Piece {
    private final Part work;
    private final int parts;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    Piece(Part work, int parts) {
      this.work = work;
      this.parts = parts;
    }

    /** Does parts until none is left to begin. */
    void join() {
      for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
        try {
          work.run(part, parts);
        } catch (RuntimeException | Error e) {
          failure.set(e);
        }
        done.incrementAndGet();
      }
    }

    void await() {
      int spins = 0;
      while (done.get() < parts) {
        if (++spins < SPINS) {
          Thread.onSpinWait();
        } else {
          LockSupport.parkNanos(this, PAUSE);
        }
      }
      if (failure.get() instanceof RuntimeException e) {
        throw e;
      }
      if (failure.get() instanceof Error e) {
        throw e;
      }
    }
  }

  private final long least;
  private final List<Thread> helpers = new ArrayList<>();
  private final AtomicBoolean taken = new AtomicBoolean();
  private volatile Piece current = new Piece((part, parts) -> {}, 0);
  private volatile boolean closed;

  /**
   * Starts a crew.
   *
   * @param threads the caller counted
   * @param least pieces of less work are not shared; see {@link #LEAST}
   */
  Crew(int threads, long least) {
    this.least = least;
    for (int i = 1; i < threads; i++) {
      Thread helper = new Thread(this::help, "spikezip-crew-" + i);
      helper.setDaemon(true);
      helpers.add(helper);
      helper.start();
    }
  }

  /** Reserves the crew for a run; false if another run has it or it has no helpers. */
  boolean take() {
    return !helpers.isEmpty() && taken.compareAndSet(false, true);
  }

  void release() {
    taken.set(false);
  }

  /** Into how many parts work is cut. */
  int size() {
    return helpers.size() + 1;
  }

  /**
   * Does a piece of work and waits for all of its parts.
   *
   * @param nanoseconds about how long it takes alone
   */
  void share(long nanoseconds, Part work) {
    if (helpers.isEmpty() || nanoseconds < least) {
      work.run(0, 1);
      return;
    }
    Piece piece = new Piece(work, size());
    current = piece;
    helpers.forEach(LockSupport::unpark);
    piece.join();
    piece.await();
  }

  private void help() {
    Piece last = current;
    int spins = 0;
    while (!closed) {
      Piece piece = current;
      if (piece != last) {
        piece.join();
        last = piece;
        spins = 0;
      } else if (++spins < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    helpers.forEach(LockSupport::unpark);
  }
}
