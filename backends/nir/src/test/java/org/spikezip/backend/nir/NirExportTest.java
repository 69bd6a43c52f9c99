package org.spikezip.backend.nir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.api.HostOps;
import org.spikezip.api.Options;
import org.spikezip.api.Support;
import org.spikezip.api.reference.Evaluation;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.Neuron;

/** Files that are read back compute what the network computes at rest, bit by bit. */
class NirExportTest {
  private static final Options SKELETON = Options.NONE.with("skeleton", "true");

  @TempDir private Path folder;

  private static Evaluation evaluate(Graph graph, float[] row) {
    ReferenceEvaluator evaluator = new ReferenceEvaluator(HostOps.NONE);
    return evaluator.evaluate(graph, Map.of("x", Tensor.of(row, 1, row.length)));
  }

  private Path export(Graph graph, Options options) {
    return new NirBackend().export(graph, folder, options).files().get(0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void networksOfLayersAreSaidWholly(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    assertSaidWholly(Layers.random(random, seed % 3 == 0), random, seed % 3 == 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void networksOfSplitChannelsAreSaidWholly(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    assertSaidWholly(Layers.split(random, seed % 3 == 0), random, seed % 3 == 0);
  }

  private void assertSaidWholly(Graph graph, SplittableRandom random, boolean onGrid) {
    int width = (int) graph.inputNodes().get(0).fact().shape().dim(-1).size();
    assertEquals(new Support.Supported(), new NirBackend().support(graph));
    Path file = export(graph, Options.NONE);
    try (NirRun run = new NirRun(file)) {
      for (int sample = 0; sample < 20; sample++) {
        float[] row = Layers.row(random, width, onGrid);
        Evaluation expected = evaluate(graph, row);
        run.put(Map.of("x", row));
        assertSame(expected.value(graph.outputs().get(0).value()), run.get("y"));
        graph
            .nodesOf(Neuron.class)
            .forEach(n -> assertCodes(expected.value(n.output()), n.id(), run));
      }
    }
  }

  /** Neither moves of whole rows nor single channels are selections of channels. */
  @Test
  void otherGathersAreRefused() {
    for (Graph graph : List.of(Layers.gathered(0, 1), Layers.gathered(1, 1, 1))) {
      SpikezipException error =
          assertThrows(SpikezipException.class, () -> export(graph, Options.NONE));
      assertTrue(
          error.getMessage().contains("no node that moves values (1 gather, as #"),
          error.getMessage());
    }
  }

  /** Numbers of a NIR graph are floats: integers, such as shapes, do not go through it. */
  @Test
  void integersAreRefused() {
    SpikezipException error =
        assertThrows(SpikezipException.class, () -> export(Layers.besideIntegers(), Options.NONE));
    assertTrue(error.getMessage().contains("(1 gather, as #"), error.getMessage());
  }

  /** Scale, bias and offset are three roundings, and NIR adds in an order of its own. */
  @Test
  void offsetsThatEndInAFloatAreCutOut() {
    Graph graph = Layers.endingInOffsets();
    SpikezipException error =
        assertThrows(SpikezipException.class, () -> export(graph, Options.NONE));
    assertTrue(
        error.getMessage().contains("constant summand that ends in a float (1 add, as #"),
        error.getMessage());
    Value operand = gathered(graph);
    float[] row = {0.3f, -1.2f, 2.5f};
    try (NirRun run = new NirRun(export(graph, SKELETON))) {
      run.put(Map.of("x", row));
      assertSame(evaluate(graph, row).value(operand), run.get("out." + operand.node()));
    }
  }

  private static Value gathered(Graph graph) {
    return graph.nodesOf(Gather.class).get(0).output();
  }

  /** The same numbers; zeros may differ in sign where a scale is negative. */
  private static void assertSame(Tensor expected, float[] found) {
    assertArrayEquals(expected.floats(), found, Float.MIN_VALUE);
  }

  /** The thresholds of a layer add up to its codes less S_min. */
  private static void assertCodes(Tensor expected, int node, NirRun run) {
    int[] codes = Layers.least(expected.size());
    for (String name : run.names("Threshold")) {
      if (name.startsWith("neuron." + node + ".")) {
        float[] fired = run.get(name);
        for (int i = 0; i < codes.length; i++) {
          codes[i] += (int) fired[i];
        }
      }
    }
    assertArrayEquals(expected.ints(), codes);
  }

  @Test
  void whatCannotBeSaidIsToldWithReasons() {
    Graph graph = Layers.withResidual();
    SpikezipException error =
        assertThrows(SpikezipException.class, () -> export(graph, Options.NONE));
    assertEquals(ErrorCode.UNSUPPORTED, error.code());
    assertTrue(error.getMessage().contains("as ours, so that codes would differ (1 add, as #"));
    assertTrue(error.getMessage().contains("no such function (1 gelu, as #"), error.getMessage());
    assertTrue(error.remedy().orElseThrow().contains("--skeleton"));
    assertFalse(Files.exists(folder.resolve("network.nir")));
  }

  @Test
  void aSkeletonComputesAllButWhatIsCutOut() {
    Graph graph = Layers.withResidual();
    Path file = export(graph, SKELETON);
    float[] row = {0.3f, -1.2f, 2.5f};
    Evaluation expected = evaluate(graph, row);
    try (NirRun run = new NirRun(file)) {
      assertEquals(List.of("x", "in." + Layers.gelu(graph).id()), sorted(run.names("Input")));
      String entering = "in." + Layers.gelu(graph).id();
      run.put(Map.of("x", row, entering, expected.value(Layers.gelu(graph).output()).floats()));
      Value operand = Layers.add(graph).input(0);
      assertSame(expected.value(operand), run.get("out." + operand.node()));
      assertSame(expected.value(graph.outputs().get(0).value()), run.get("y"));
      assertEquals(Layers.gelu(graph).name(), run.about("in." + Layers.gelu(graph).id()));
    }
  }

  private static List<String> sorted(List<String> names) {
    return names.stream().sorted((a, b) -> b.compareTo(a)).toList();
  }

  @Test
  void sumsThatFloatsCannotHoldAreRefused() {
    SpikezipException error =
        assertThrows(
            SpikezipException.class, () -> export(Layers.withWeights(1 << 20), Options.NONE));
    assertTrue(error.getMessage().contains("exact in float32"), error.getMessage());
  }

  @Test
  void unknownOptionsAreRefused() {
    SpikezipException error =
        assertThrows(
            SpikezipException.class,
            () -> export(Layers.withWeights(1), Options.NONE.with("form", "loop")));
    assertEquals(ErrorCode.USAGE, error.code());
  }
}
