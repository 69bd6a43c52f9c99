package org.spikezip.conformance;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spikezip.api.Availability;
import org.spikezip.api.Backend;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.check.Trial;
import org.spikezip.conformance.RandomNetwork.Size;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;

/** What a backend promises beside exactness: threads, bad inputs, closing. */
abstract class BackendContract {
  /** The backend under test. */
  protected abstract Backend backend();

  /** Options to compile with; each is tested, and all must give the same spike trains. */
  protected List<Options> variants() {
    return List.of(Options.NONE);
  }

  @BeforeEach
  final void worksHere() {
    if (backend().availability() instanceof Availability.Unavailable no) {
      System.out.println("skipped: backend '" + backend().id() + "': " + no.reason());
      assumeTrue(false, no.reason());
    }
  }

  final List<Subject> subjects() {
    return variants().stream().map(options -> new Subject(backend(), options)).toList();
  }

  @Test
  void saysWhatItIs() {
    Backend backend = backend();
    assertTrue(backend.id().matches("[a-z][a-z0-9-]*"), "a short lower-case id: " + backend.id());
    assertTrue(!backend.description().isBlank(), "a description");
    assertTrue(backend.capabilities().contains(Backend.Capability.SPIKING), "capability SPIKING");
  }

  /** Several threads at once, on one executable if it allows that, else on one each. */
  @Test
  void worksInSeveralThreads() throws Exception {
    int threads = 4;
    RandomNetwork network = RandomNetwork.of(7, Size.SMALL);
    RunOptions options = RunOptions.DEFAULT.keepingCodes(true);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (Executable shared = subjects().get(0).compile(network.graph())) {
      List<Callable<Optional<Difference>>> tasks = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Trial trial = new Trial(network.graph(), network.inputs(1, 1 + i % 5, i), options);
        tasks.add(
            () ->
                shared.isThreadSafe()
                    ? Subject.difference(shared, trial)
                    : subjects().get(0).difference(trial));
      }
      for (Future<Optional<Difference>> result : pool.invokeAll(tasks)) {
        assertEquals(Optional.empty(), result.get());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** What does not fit is refused with both names, and the executable goes on working. */
  @Test
  void refusesInputsThatDoNotFit() {
    RandomNetwork network = ofFloats();
    Map<String, Tensor> good = network.inputs(1, 2, 0);
    Tensor x = good.get("x");
    int width = x.dim(-1);
    for (Subject subject : subjects()) {
      try (Executable executable = subject.compile(network.graph())) {
        refuses(executable, good, null, "x");
        refuses(executable, good, Tensor.of(new float[width + 1], 1, 1, width + 1), "x");
        refuses(executable, good, Tensor.of(new float[width], width), "x");
        refuses(executable, good, Tensor.of(new long[width], 1, 1, width), "x");
        Trial trial = new Trial(network.graph(), good, RunOptions.DEFAULT.keepingCodes(true));
        assertEquals(Optional.empty(), Subject.difference(executable, trial), "after bad inputs");
      }
    }
  }

  /** The first network whose input is x alone. */
  private static RandomNetwork ofFloats() {
    long seed = 0;
    while (!RandomNetwork.of(seed, Size.SMALL).inputs(1, 1, 0).keySet().equals(Set.of("x"))) {
      seed++;
    }
    return RandomNetwork.of(seed, Size.SMALL);
  }

  private static void refuses(
      Executable executable, Map<String, Tensor> good, Tensor bad, String name) {
    Map<String, Tensor> inputs = new LinkedHashMap<>(good);
    inputs.remove(name);
    if (bad != null) {
      inputs.put(name, bad);
    }
    SpikezipException e =
        assertThrows(
            SpikezipException.class,
            () -> executable.run(inputs, RunOptions.DEFAULT, RunListener.NONE),
            () -> "input " + name + " = " + bad);
    assertEquals(ErrorCode.MALFORMED, e.code(), e.getMessage());
    assertTrue(e.getMessage().contains(name), e.getMessage());
  }

  @Test
  void closes() {
    RandomNetwork network = RandomNetwork.of(3, Size.SMALL);
    Map<String, Tensor> inputs = network.inputs(1, 2, 0);
    Executable executable = subjects().get(0).compile(network.graph());
    executable.run(inputs, RunOptions.DEFAULT, RunListener.NONE);
    executable.close();
    assertDoesNotThrow(executable::close, "closing twice is fine");
    assertThrows(
        IllegalStateException.class,
        () -> executable.run(inputs, RunOptions.DEFAULT, RunListener.NONE),
        "a run after close");
  }

  @Test
  void refusesGraphsThatAreNotSpiking() {
    Graph graph = RandomNetwork.of(3, Size.SMALL).graph().withStage(Stage.QUANTIZED);
    SpikezipException e =
        assertThrows(SpikezipException.class, () -> subjects().get(0).compile(graph));
    assertEquals(ErrorCode.UNSUPPORTED, e.code(), e.getMessage());
  }
}
