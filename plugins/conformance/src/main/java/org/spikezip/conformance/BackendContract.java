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
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spikezip.api.Availability;
import org.spikezip.api.Backend;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Support;
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

  final SupportedNetworks networksTaken() {
    return new SupportedNetworks(backend());
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
    RandomNetwork network = networksTaken().first(7, n -> true);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try (Executable shared = subjects().get(0).compile(network.graph())) {
      List<Callable<Optional<Difference>>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int first = 10 * i;
        tasks.add(
            () -> {
              if (shared.isThreadSafe()) {
                return differenceOfRuns(shared, network, first);
              }
              try (Executable own = subjects().get(0).compile(network.graph())) {
                return differenceOfRuns(own, network, first);
              }
            });
      }
      for (Future<Optional<Difference>> result : pool.invokeAll(tasks)) {
        assertEquals(Optional.empty(), result.get());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static Optional<Difference> differenceOfRuns(
      Executable executable, RandomNetwork network, int first) {
    RunOptions options = RunOptions.DEFAULT.keepingCodes(true);
    return IntStream.range(first, first + 10)
        .mapToObj(i -> new Trial(network.graph(), network.inputs(1, 1 + i % 3, i), options))
        .flatMap(trial -> Subject.difference(executable, trial).stream())
        .findFirst();
  }

  /** What does not fit is refused with both names, and the executable goes on working. */
  @Test
  void refusesInputsThatDoNotFit() {
    RandomNetwork network =
        networksTaken().first(0, n -> n.inputs(1, 1, 0).keySet().equals(Set.of("x")));
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
    RandomNetwork network = networksTaken().first(3, n -> true);
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
    Graph graph = networksTaken().first(3, n -> true).graph().withStage(Stage.QUANTIZED);
    SpikezipException e =
        assertThrows(SpikezipException.class, () -> subjects().get(0).compile(graph));
    assertEquals(ErrorCode.UNSUPPORTED, e.code(), e.getMessage());
  }

  /** What {@link Backend#support} refuses is not compiled either, and all reasons are told. */
  @Test
  void refusesWhatItDoesNotSupport() {
    for (long seed = 0; seed < 40; seed++) {
      Graph graph = RandomNetwork.of(seed, Size.SMALL).graph();
      if (backend().support(graph) instanceof Support.Unsupported no) {
        String what = "seed " + seed;
        SpikezipException e =
            assertThrows(SpikezipException.class, () -> subjects().get(0).compile(graph), what);
        assertEquals(ErrorCode.UNSUPPORTED, e.code(), what + ": " + e.getMessage());
        no.reasons().forEach(r -> assertTrue(e.getMessage().contains(r), what + ": " + r));
      }
    }
  }
}
