package org.spikezip.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.spikezip.api.Options;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.Schedule;
import org.spikezip.api.reference.SteppedNetwork;
import org.spikezip.backend.cuda.driver.CheckedDriver;
import org.spikezip.backend.cuda.driver.EmulatedDriver;
import org.spikezip.conformance.KitHostOps;
import org.spikezip.conformance.RandomNetwork;
import org.spikezip.conformance.RandomNetwork.Size;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/** Samples of a batch have the results that they have alone. */
class BatchTest {
  private static final List<Schedule> SCHEDULES =
      List.of(Schedule.SYNCHRONOUS, new Schedule.Deadline(2, 0.5), new Schedule.Layerwise());

  private static CudaExecutable compile(RandomNetwork network, Options options) {
    return (CudaExecutable)
        new CudaBackend(n -> new CheckedDriver(new EmulatedDriver()))
            .compile(network.graph(), options, KitHostOps::new);
  }

  private static List<Map<String, Tensor>> samples(RandomNetwork network, int count) {
    List<Map<String, Tensor>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(network.inputs(1, 3, i));
    }
    return samples;
  }

  private static void same(
      RandomNetwork network, Map<String, Tensor> inputs, RunOptions options, RunResult found) {
    RunResult expected = SteppedNetwork.run(network.graph(), inputs, options, new KitHostOps());
    String what = "seed " + network.seed() + ", " + options;
    assertEquals(expected.codes(), found.codes(), what);
    assertEquals(expected.activity().hash(), found.activity().hash(), what);
    assertEquals(expected.activity().steps(), found.activity().steps(), what);
    assertEquals(expected.activity().spikes(), found.activity().spikes(), what);
  }

  @Test
  void eachHasItsOwnSpikeTrain() {
    for (int seed = 0; seed < 6; seed++) {
      RandomNetwork network = RandomNetwork.of(seed, Size.SMALL);
      RunOptions options =
          RunOptions.DEFAULT
              .keepingCodes(true)
              .withMaxSpike(1 + seed)
              .withSchedule(SCHEDULES.get(seed % SCHEDULES.size()));
      List<Map<String, Tensor>> samples = samples(network, 5);
      try (CudaExecutable executable = compile(network, Options.NONE)) {
        List<RunResult> results = executable.runAll(samples, options, RunListener.NONE);
        for (int i = 0; i < samples.size(); i++) {
          same(network, samples.get(i), options, results.get(i));
        }
      }
    }
  }

  /** The last batch is not full. */
  @Test
  void threadsShareBatches() throws Exception {
    RandomNetwork network = RandomNetwork.of(7, Size.SMALL);
    RunOptions options = RunOptions.DEFAULT.keepingCodes(true);
    List<Map<String, Tensor>> samples = samples(network, 11);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (CudaExecutable executable = compile(network, Options.NONE.with("batch", "4"))) {
      List<Callable<RunResult>> runs = new ArrayList<>();
      samples.forEach(s -> runs.add(() -> executable.run(s, options, RunListener.NONE)));
      List<Future<RunResult>> results = pool.invokeAll(runs);
      for (int i = 0; i < samples.size(); i++) {
        same(network, samples.get(i), options, results.get(i).get());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void samplesOfABatchHaveTheSameShapes() {
    RandomNetwork network = RandomNetwork.of(7, Size.SMALL);
    List<Map<String, Tensor>> samples = List.of(network.inputs(1, 3, 0), network.inputs(1, 4, 0));
    try (CudaExecutable executable = compile(network, Options.NONE)) {
      SpikezipException e =
          assertThrows(
              SpikezipException.class,
              () -> executable.runAll(samples, RunOptions.DEFAULT, RunListener.NONE));
      assertEquals(ErrorCode.USAGE, e.code());
    }
  }
}
