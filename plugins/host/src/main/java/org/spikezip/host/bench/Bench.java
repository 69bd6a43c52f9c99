package org.spikezip.host.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.spikezip.api.Activity;
import org.spikezip.api.Progress;
import org.spikezip.host.run.InOrder;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/**
 * Lets contenders compute the same samples in turn, round by round, so that what disturbs the
 * machine disturbs all alike.
 *
 * @param rounds rounds that are measured
 * @param warmUp rounds before them
 * @param mostSeconds a contender that has taken longer leaves out what is left to do, but it makes
 *     at least one round that is measured
 */
public record Bench(int rounds, int warmUp, double mostSeconds) {
  public Bench {
    require(rounds >= 1 && rounds <= 100_000, "--rounds must be from 1 to 100000, found " + rounds);
    require(
        warmUp >= 0 && warmUp <= 100_000, "--warm-up must be from 0 to 100000, found " + warmUp);
    require(mostSeconds > 0, "--seconds must be above 0, found " + mostSeconds);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new SpikezipException(ErrorCode.USAGE, message);
    }
  }

  private record Pass(double seconds, long allocated, Activity activity) {}

  /** What one contender has done so far. */
  private static final class Account {
    private final Contender contender;
    private final List<Pass> passes = new ArrayList<>();
    private double taken;

    Account(Contender contender) {
      this.contender = contender;
    }

    Measurement measurement(int inferences) {
      return new Measurement(
          contender.name(),
          contender.threads(),
          inferences,
          passes.stream().map(p -> p.seconds() / inferences).toList(),
          passes.get(0).activity(),
          passes.stream().mapToLong(Pass::allocated).average().orElse(0) / inferences);
    }
  }

  /**
   * Runs all contenders.
   *
   * @return one a contender
   * @throws SpikezipException what a contender throws, naming it and the sample
   */
  public List<Measurement> run(
      List<Contender> contenders, List<Map<String, Tensor>> samples, Progress progress) {
    List<Account> accounts = contenders.stream().map(Account::new).toList();
    long all = (long) rounds + warmUp;
    for (long round = 0; round < all; round++) {
      for (int i = 0; i < accounts.size(); i++) {
        advance(accounts.get(i), samples, round < warmUp);
        progress.advance("measure", round * accounts.size() + i + 1, all * accounts.size());
      }
    }
    return accounts.stream().map(a -> a.measurement(samples.size())).toList();
  }

  private void advance(Account account, List<Map<String, Tensor>> samples, boolean warmsUp) {
    boolean exhausted = account.taken >= mostSeconds;
    if (exhausted && (warmsUp || !account.passes.isEmpty())) {
      return;
    }
    Pass pass = pass(account.contender, samples);
    account.taken += pass.seconds();
    if (!warmsUp) {
      account.passes.add(pass);
    }
  }

  private static Pass pass(Contender contender, List<Map<String, Tensor>> samples) {
    int threads = Math.min(contender.threads(), samples.size());
    AtomicInteger next = new AtomicInteger();
    Activity[] activities = new Activity[samples.size()];
    Callable<Long> worker =
        () -> {
          long before = Memory.allocatedByThisThread();
          for (int i = next.getAndIncrement(); i < samples.size(); i = next.getAndIncrement()) {
            activities[i] = inference(contender, samples, i);
          }
          return Memory.allocatedByThisThread() - before;
        };
    long start = System.nanoTime();
    List<Long> allocated =
        InOrder.all("bench", threads, Collections.nCopies(threads, worker), i -> contender.name());
    double seconds = (System.nanoTime() - start) * 1e-9;
    return new Pass(
        seconds,
        allocated.stream().mapToLong(Long::longValue).sum(),
        List.of(activities).stream().reduce(Activity.NONE, Activity::plus));
  }

  private static Activity inference(
      Contender contender, List<Map<String, Tensor>> samples, int index) {
    try {
      return contender.inference().apply(samples.get(index));
    } catch (SpikezipException e) {
      throw e.in("sample " + index);
    }
  }
}
