package org.spikezip.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.spikezip.api.Backend;
import org.spikezip.api.Executable;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.Schedule;
import org.spikezip.api.check.Trial;
import org.spikezip.api.reference.SteppedNetwork;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/**
 * The tests of a backend that runs spiking networks. Extend it and say which backend.
 *
 * <p>Networks that {@link Backend#support} refuses are left out, and it is said how many and why; a
 * backend takes at least one in ten.
 *
 * <p>System properties: {@code spikezip.seed}, the first seed of the random networks (0); {@code
 * spikezip.networks}, how many ({@link #networks}). Both are printed. A failure shows the smallest
 * network found that fails, in the text form of graphs.
 */
public abstract class BackendConformance extends BackendContract {
  private static final List<Schedule> SCHEDULES =
      List.of(
          Schedule.SYNCHRONOUS,
          new Schedule.Wavefront(1),
          new Schedule.Wavefront(3),
          new Schedule.Wavefront(0.5),
          new Schedule.Deadline(2, 0.5),
          new Schedule.Deadline(1, 1.5),
          new Schedule.Layerwise());

  private static final List<Integer> SPIKE_SIZES = List.of(1, 2, 5, 1000);

  /** How many random networks a test takes. */
  protected int networks() {
    return 300;
  }

  /**
   * The networks of a test that the backend takes.
   *
   * @param part a test takes one of so many networks
   */
  private List<RandomNetwork> networks(String test, int part) {
    long first = Long.getLong("spikezip.seed", 0);
    int count = Math.max(1, Integer.getInteger("spikezip.networks", networks()) / part);
    System.out.printf(
        "conformance of '%s', %s: seeds %d to %d%n",
        backend().id(), test, first, first + count - 1);
    return networksTaken().ofSeeds(first, count);
  }

  private static RunOptions options(SplittableRandom random) {
    return RunOptions.DEFAULT
        .keepingCodes(true)
        .withSchedule(SCHEDULES.get(random.nextInt(SCHEDULES.size())))
        .withMaxSpike(SPIKE_SIZES.get(random.nextInt(SPIKE_SIZES.size())))
        .withInputSteps(random.nextInt(4) == 0 ? 3 : 1);
  }

  /** Codes, outputs and spike trains of random networks, under random schedules and spike sizes. */
  @Test
  void runsAsDefined() {
    for (RandomNetwork network : networks("runs", 1)) {
      SplittableRandom random = new SplittableRandom(~network.seed());
      for (int draw = 0; draw < 2; draw++) {
        Map<String, Tensor> inputs =
            network.inputs(1 + random.nextInt(2), 1 + random.nextInt(6), draw);
        for (int way = 0; way < 2; way++) {
          Trial trial = new Trial(network.graph(), inputs, options(random));
          subjects().forEach(s -> s.check("seed " + network.seed(), trial));
        }
      }
    }
  }

  /** Spikes of one step may arrive in any order. */
  @Test
  void deliveryOrderChangesNothing() {
    for (RandomNetwork network : networks("delivery orders", 2)) {
      SplittableRandom random = new SplittableRandom(~network.seed());
      Map<String, Tensor> inputs = network.inputs(1 + random.nextInt(2), 1 + random.nextInt(6), 0);
      RunOptions options = options(random);
      Graph natural = DeliveryOrder.natural(network.graph(), inputs);
      if (!networksTaken().takes(natural)) {
        continue;
      }
      long hash = SteppedNetwork.run(natural, inputs, options, Subject.HOST).activity().hash();
      for (int i = 0; i < 2; i++) {
        Graph shuffled = DeliveryOrder.shuffled(network.graph(), inputs, random);
        Trial trial = new Trial(shuffled, inputs, options);
        subjects().forEach(s -> s.check("seed " + network.seed() + ", shuffled", trial));
        for (Subject subject : subjects()) {
          try (Executable executable = subject.compile(shuffled)) {
            RunResult run = executable.run(inputs, options, RunListener.NONE);
            assertEquals(
                hash, run.activity().hash(), "hash in another order, seed " + network.seed());
          }
        }
      }
    }
  }

  /** The answer so far, after any number of steps, and after each. */
  @Test
  void stopsAfterAnyStep() {
    for (RandomNetwork network : networks("steps", 4)) {
      SplittableRandom random = new SplittableRandom(~network.seed());
      Map<String, Tensor> inputs = network.inputs(1, 1 + random.nextInt(4), 0);
      RunOptions options =
          options(random).withSteps(1 + random.nextInt(6)).keepingStepOutputs(true);
      RunResult expected = SteppedNetwork.run(network.graph(), inputs, options, Subject.HOST);
      for (Subject subject : subjects()) {
        try (Executable executable = subject.compile(network.graph())) {
          Heard heard = new Heard();
          RunResult run = executable.run(inputs, options, heard);
          String what = "seed " + network.seed() + ", " + options;
          assertEquals(expected.outputs().keySet(), run.outputs().keySet(), what);
          sameCodes(expected, run, what);
          sameSteps(expected.stepOutputs(), run.stepOutputs(), what);
          assertEquals(expected.activity().hash(), run.activity().hash(), what);
          assertEquals(run.activity().spikes(), heard.spikes, "spikes told by step, " + what);
          assertEquals(run.activity().spikes(), heard.byLayer, "spikes told by layer, " + what);
        }
      }
    }
  }

  private static void sameCodes(RunResult expected, RunResult run, String what) {
    assertEquals(expected.codes(), run.codes(), what);
    expected
        .outputs()
        .forEach(
            (name, tensor) ->
                assertEquals(
                    Optional.empty(), Difference.outputs(tensor, run.outputs().get(name)), what));
  }

  private static void sameSteps(
      List<Map<String, Tensor>> expected, List<Map<String, Tensor>> found, String what) {
    for (int step = 0; step < Math.max(expected.size(), found.size()); step++) {
      // A network at rest may be left earlier or later.
      Map<String, Tensor> ours = expected.get(Math.min(step, expected.size() - 1));
      Map<String, Tensor> theirs = found.get(Math.min(step, found.size() - 1));
      String where = what + ", after step " + (step + 1);
      ours.forEach(
          (name, tensor) ->
              assertEquals(Optional.empty(), Difference.outputs(tensor, theirs.get(name)), where));
    }
  }

  private static final class Heard implements RunListener {
    private long spikes;
    private long byLayer;

    @Override
    public void fired(int step, int node, int count) {
      byLayer += count;
    }

    @Override
    public boolean stepDone(int step, long count) {
      spikes += count;
      return true;
    }
  }

  /** A run leaves nothing behind that the next one sees, whatever the shapes. */
  @Test
  void keepsNoState() {
    for (RandomNetwork network : networks("state", 4)) {
      SplittableRandom random = new SplittableRandom(~network.seed());
      for (Subject subject : subjects()) {
        try (Executable executable = subject.compile(network.graph())) {
          for (int run = 0; run < 4; run++) {
            Map<String, Tensor> inputs = network.inputs(1, 1 + run % 2 * 2, run);
            RunOptions options = options(random);
            // Cut off, so that the next run starts from a state that is not at rest.
            executable.run(inputs, options.withSteps(1), RunListener.NONE);
            Trial trial = new Trial(network.graph(), inputs, options);
            assertEquals(
                Optional.empty(),
                Subject.difference(executable, trial),
                "seed " + network.seed() + ", run " + run + " of one executable, " + options);
          }
        }
      }
    }
  }

  /** A stream ends where runs do, whatever came before; backends without streams say so. */
  @Test
  void streamsRestWhereRunsDo() {
    for (RandomNetwork network : networks("streams", 4)) {
      RunOptions options = options(new SplittableRandom(~network.seed()));
      for (Subject subject : subjects()) {
        try (Executable executable = subject.compile(network.graph());
            Executable stream = executable.stream()) {
          for (int run = 0; run < 3; run++) {
            Map<String, Tensor> inputs = network.inputs(1, 3, run);
            RunResult rest = SteppedNetwork.run(network.graph(), inputs, options, Subject.HOST);
            String what = "seed " + network.seed() + ", run " + run + " of a stream, " + options;
            sameCodes(rest, stream.run(inputs, options, RunListener.NONE), what);
          }
        } catch (SpikezipException e) {
          assertEquals(ErrorCode.USAGE, e.code(), e.getMessage());
          System.out.println("no streams: " + e.getMessage());
          return;
        }
      }
    }
  }

  /** A listener may end a run after a step; what it has then is its result. */
  @Test
  void stopsWhenTheListenerSaysSo() {
    RandomNetwork network = networksTaken().first(5, n -> true);
    Map<String, Tensor> inputs = network.inputs(1, 3, 0);
    RunOptions options = RunOptions.DEFAULT.keepingCodes(true);
    RunResult expected =
        SteppedNetwork.run(network.graph(), inputs, options.withSteps(2), Subject.HOST);
    RunListener twoSteps =
        new RunListener() {
          @Override
          public boolean stepDone(int step, long spikes) {
            return step < 2;
          }
        };
    for (Subject subject : subjects()) {
      try (Executable executable = subject.compile(network.graph())) {
        sameCodes(expected, executable.run(inputs, options, twoSteps), "stopped after two steps");
      }
    }
  }
}
