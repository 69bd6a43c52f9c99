package org.spikezip.backend.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.spikezip.api.Availability;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.Plugin;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Support;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.Patches;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;

/** What the backend takes, refuses and says; operators that no ONNX model brings. */
class OnnxBackendTest {
  private final OnnxBackend backend = new OnnxBackend();

  @Test
  void serviceLoaderFindsIt() {
    assertTrue(
        ServiceLoader.load(Plugin.class).stream()
            .flatMap(p -> p.get().backends().stream())
            .anyMatch(b -> b.id().equals("onnx")));
    assertInstanceOf(Availability.Available.class, backend.availability());
  }

  @Test
  void leavesOutWhatNoOutputNeeds() {
    GraphBuilder builder = new GraphBuilder("g");
    Value x = builder.input("x", Fact.of(ElementType.F32, 2));
    builder.constant("unused", Tensor.of(new float[4096], 4096));
    builder.output("y", builder.add("y", new Unary(UnaryKind.NEG), x));
    try (Executable neg = backend.compile(builder.build(Stage.IMPORTED), Options.NONE, null)) {
      Tensor y =
          neg.run(
                  Map.of("x", Tensor.of(new float[] {1, 2}, 2)),
                  RunOptions.DEFAULT,
                  RunListener.NONE)
              .outputs()
              .get("y");
      assertEquals(Tensor.of(new float[] {-1, -2}, 2), y);
    }
  }

  @Test
  void runsNoQuantizedGraphs() {
    Graph graph = unary(UnaryKind.NEG, "x", "y").withStage(Stage.QUANTIZED);
    Support.Unsupported why = assertInstanceOf(Support.Unsupported.class, backend.support(graph));
    assertTrue(why.reasons().get(0).contains("QUANTIZED"), why.toString());
    refusesToRun(graph);
    refusesToRun(graph.withStage(Stage.SPIKING));
  }

  private void refusesToRun(Graph graph) {
    SpikezipException e =
        assertThrows(SpikezipException.class, () -> backend.compile(graph, Options.NONE, null));
    assertEquals(ErrorCode.UNSUPPORTED, e.code());
  }

  @Test
  void namesWhatDoesNotFit() {
    try (Executable neg = backend.compile(unary(UnaryKind.NEG, "x", "y"), Options.NONE, null)) {
      String message = refusal(neg, Map.of("x", Tensor.of(new float[3], 3)));
      assertTrue(message.contains("'x'") && message.contains("f32[3]"), message);
      message = refusal(neg, Map.of("z", Tensor.of(new float[2], 2)));
      assertTrue(message.contains("[x]") && message.contains("[z]"), message);
      message = refusal(neg, Map.of("x", Tensor.of(new int[2], 2)));
      assertTrue(message.contains("i32[2]"), message);
    }
  }

  private static String refusal(Executable executable, Map<String, Tensor> inputs) {
    SpikezipException e =
        assertThrows(SpikezipException.class, () -> FixtureRoundTripTest.run(executable, inputs));
    assertEquals(ErrorCode.MALFORMED, e.code());
    return e.getMessage();
  }

  @Test
  void closesTwiceAndThenRunsNoMore() {
    Executable neg = backend.compile(unary(UnaryKind.NEG, "x", "y"), Options.NONE, null);
    neg.close();
    neg.close();
    assertThrows(
        IllegalStateException.class,
        () -> FixtureRoundTripTest.run(neg, Map.of("x", Tensor.of(new float[2], 2))));
  }

  @Test
  void namesOfTheUserMayLookLikeOurs() {
    try (Executable neg = backend.compile(unary(UnaryKind.NEG, "%1", "%t0"), Options.NONE, null)) {
      Map<String, Tensor> found =
          FixtureRoundTripTest.run(neg, Map.of("%1", Tensor.of(new float[] {1, -2}, 2)));
      assertEquals(Map.of("%t0", Tensor.of(new float[] {-1, 2}, 2)), found);
    }
  }

  @Test
  void severalThreadsRunAtOnce() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (Executable neg = backend.compile(unary(UnaryKind.NEG, "x", "y"), Options.NONE, null)) {
      assertTrue(neg.isThreadSafe());
      List<Callable<Float>> tasks = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        Tensor x = Tensor.of(new float[] {i + 1, 0}, 2);
        tasks.add(() -> FixtureRoundTripTest.run(neg, Map.of("x", x)).get("y").floats()[0]);
      }
      List<Future<Float>> results = pool.invokeAll(tasks);
      for (int i = 0; i < results.size(); i++) {
        assertEquals(-i - 1, results.get(i).get());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void functionsThatOnnxLacks() {
    Tensor x = Tensor.of(new float[] {4, 0.25f}, 2);
    assertArrayEquals(new float[] {0.5f, 2}, run(new Unary(UnaryKind.RSQRT), x).floats());
    float[] silu = run(new Unary(UnaryKind.SILU), x).floats();
    assertEquals(4 / (1 + Math.exp(-4)), silu[0], 1e-6);
  }

  @Test
  void patchesAreTheWindowsOfAConvolution() {
    float[] pixels = new float[18];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i + 1;
    }
    Patches op = new Patches(List.of(2, 2), List.of(2, 1), List.of(0, 0, 1, 0), List.of(1, 1));
    Tensor rows = run(op, Tensor.of(pixels, 1, 2, 3, 3));
    assertArrayEquals(new int[] {1, 4, 8}, rows.dims());
    float[] expected = {
      1, 2, 4, 5, 10, 11, 13, 14,
      2, 3, 5, 6, 11, 12, 14, 15,
      7, 8, 0, 0, 16, 17, 0, 0,
      8, 9, 0, 0, 17, 18, 0, 0
    };
    assertArrayEquals(expected, rows.floats());
  }

  @Test
  void largeWeightsAreHandedOver() {
    float[] weights = new float[64 * 64];
    for (int i = 0; i < 64; i++) {
      weights[i * 65] = 2;
    }
    GraphBuilder builder = new GraphBuilder("large");
    Value x = builder.input("x", Fact.of(ElementType.F32, 1, 64));
    Value w = builder.constant("w", Tensor.of(weights, 64, 64));
    builder.output("y", builder.add("y", new MatMul(), x, w));
    Graph graph = builder.build(Stage.CANONICAL);
    assertEquals(1, OnnxWriter.write(graph).weights().size());
    float[] ones = new float[64];
    java.util.Arrays.fill(ones, 1);
    try (Executable product = backend.compile(graph, Options.NONE.with("threads", "2"), null)) {
      System.gc();
      Tensor y = FixtureRoundTripTest.run(product, Map.of("x", Tensor.of(ones, 1, 64))).get("y");
      for (float value : y.floats()) {
        assertEquals(2, value);
      }
    }
  }

  private Tensor run(Op op, Tensor x) {
    GraphBuilder builder = new GraphBuilder("one");
    Value input = builder.input("x", x.fact());
    builder.output("y", builder.add("y", op, input));
    try (Executable one = backend.compile(builder.build(Stage.CANONICAL), Options.NONE, null)) {
      return FixtureRoundTripTest.run(one, Map.of("x", x)).get("y");
    }
  }

  private static Graph unary(UnaryKind kind, String input, String output) {
    GraphBuilder builder = new GraphBuilder("one");
    Value x = builder.input(input, Fact.of(ElementType.F32, 2));
    builder.output(output, builder.add("node", new Unary(kind), x));
    return builder.build(Stage.CANONICAL);
  }
}
