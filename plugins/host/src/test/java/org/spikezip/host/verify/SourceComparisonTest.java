package org.spikezip.host.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.spikezip.api.HostOps;
import org.spikezip.api.Samples;
import org.spikezip.host.fake.FakeExecutable;
import org.spikezip.host.fake.FakeSource;
import org.spikezip.host.run.TestLoader;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Rounding;

class SourceComparisonTest {
  private static final Graph GRAPH = TwoLayers.graph(Rounding.HALF_EVEN);

  private static VerificationReport verify(
      Graph graph,
      Samples samples,
      Optional<Function<Map<String, Tensor>, Map<String, Tensor>>> source) {
    Verification verification = new Verification(HostOps.NONE, TestLoader.of(HostOps.NONE));
    return verification.verify(
        VerificationRequest.of(
                graph,
                () -> new FakeExecutable(inputs -> TwoLayers.run(graph, inputs), true),
                samples)
            .withThreads(2)
            .withSource(new FakeSource(graph, source)));
  }

  private static SourceReport compare(
      Samples samples, Function<Map<String, Tensor>, Map<String, Tensor>> source) {
    return verify(GRAPH, samples, Optional.of(source)).source().orElseThrow();
  }

  private static Function<Map<String, Tensor>, Map<String, Tensor>> changed(
      String name, Tensor value) {
    return inputs -> {
      Map<String, Tensor> values = new LinkedHashMap<>(TwoLayers.source(GRAPH, inputs));
      values.put(name, value);
      return values;
    };
  }

  /** A source of which only the first layer can be seen. */
  private static Function<Map<String, Tensor>, Map<String, Tensor>> firstAlone(Tensor codes) {
    return inputs -> {
      Map<String, Tensor> values = new LinkedHashMap<>(changed("first", codes).apply(inputs));
      values.remove("second");
      return values;
    };
  }

  @Test
  void anEqualSourceAgreesInEverything() {
    SourceReport report = compare(TwoLayers.samples(10), i -> TwoLayers.source(GRAPH, i));
    assertEquals(new SourceReport(2, 0, 70, 0, 0, 0, 0, 1, 0), report);
  }

  @Test
  void tiesAreToldFromFailuresAndNotCountedAgainDownstream() {
    // Exactly between two codes for the second and third neuron; the source rounds up.
    Samples samples =
        Samples.of("ties", List.of(Map.of("x", Tensor.of(new float[] {0, 0.125f, 2.5f, 0}, 1, 4))));
    Graph source = TwoLayers.graph(Rounding.HALF_UP);
    SourceReport report = compare(samples, i -> TwoLayers.source(source, i));
    assertEquals(2, report.codeMismatches());
    assertEquals(2, report.ties());
    assertEquals(0, report.farthestTie());
    assertEquals(0, report.failures());
    assertTrue(report.freeMismatches() > 2, report::toString);
    assertTrue(report.maxAbsDiff() > 0);
  }

  @Test
  void theDistanceOfATieIsTold() {
    float nearly = 2.5f + 4e-6f;
    Samples samples =
        Samples.of("near", List.of(Map.of("x", Tensor.of(new float[] {0, 0, nearly, 0}, 1, 4))));
    Tensor below = Tensor.ofLongs(ElementType.U8, new long[] {100, 100, 102, 100}, 1, 4);
    SourceReport report = compare(samples, firstAlone(below));
    assertEquals(1, report.ties());
    assertEquals((double) nearly - 2.5, report.farthestTie());
  }

  @Test
  void aWrongCodeAwayFromATieIsAFailure() {
    Samples samples =
        Samples.of("one", List.of(Map.of("x", Tensor.of(new float[] {1, 1, 1, 0.2f}, 1, 4))));
    Tensor wrong = Tensor.ofLongs(ElementType.U8, new long[] {102, 104, 101, 101}, 1, 4);
    SourceReport report = compare(samples, firstAlone(wrong));
    assertEquals(1, report.failures());
    assertEquals(0, report.ties());
  }

  @Test
  void offByTwoIsAFailureEvenAtATie() {
    Samples samples =
        Samples.of("one", List.of(Map.of("x", Tensor.of(new float[] {0, 0, 2.5f, 0}, 1, 4))));
    Tensor wrong = Tensor.ofLongs(ElementType.U8, new long[] {100, 100, 104, 100}, 1, 4);
    assertEquals(1, compare(samples, firstAlone(wrong)).failures());
  }

  @Test
  void layersThatTheSourceHasNotAreLeftOut() {
    SourceReport report =
        compare(
            TwoLayers.samples(3),
            inputs -> {
              Map<String, Tensor> values = new LinkedHashMap<>(TwoLayers.source(GRAPH, inputs));
              values.remove("first");
              return values;
            });
    assertEquals(1, report.layersCompared());
    assertEquals(1, report.layersLeftOut());
    assertEquals(9, report.codes());
  }

  @Test
  void codesOfAnotherRangeOrShapeAreLeftOut() {
    Tensor wide = Tensor.ofLongs(ElementType.U16, new long[4], 1, 4);
    Tensor real = Tensor.of(new float[] {0, 1, 2, 0.5f}, 1, 4);
    Tensor large = Tensor.of(new float[] {0, 1, 2, 200}, 1, 4);
    Tensor flat = Tensor.ofLongs(ElementType.U8, new long[4], 4);
    for (Tensor other : List.of(wide, real, large, flat)) {
      assertEquals(1, compare(TwoLayers.samples(2), changed("first", other)).layersCompared());
    }
  }

  @Test
  void wholeFloatsAreCodes() {
    SourceReport report =
        compare(
            TwoLayers.samples(10),
            inputs -> {
              Map<String, Tensor> values = new LinkedHashMap<>(TwoLayers.source(GRAPH, inputs));
              for (String layer : List.of("first", "second")) {
                long[] q = values.get(layer).longs();
                float[] codes = new float[q.length];
                for (int i = 0; i < q.length; i++) {
                  codes[i] = q[i] - TwoLayers.ZERO_POINT;
                }
                values.put(layer, Tensor.of(codes, values.get(layer).dims()));
              }
              return values;
            });
    assertEquals(new SourceReport(2, 0, 70, 0, 0, 0, 0, 1, 0), report);
  }

  @Test
  void anotherModelIsToldByItsOutputs() {
    SpikezipException e =
        assertThrows(
            SpikezipException.class,
            () -> compare(TwoLayers.samples(1), changed("y", Tensor.of(new float[5], 1, 5))));
    assertEquals(
        "sample 0: output \"y\" of the source model: expected f32[1,3], found f32[1,5]",
        e.getMessage());
  }

  @Test
  void calibratedNetworksAndModelsWithoutRuntimeAreNotCompared() {
    Graph calibrated = GRAPH.withMetadata(Map.of("quantize.origin", "calibration"));
    Samples samples = TwoLayers.samples(1);
    assertFalse(
        verify(calibrated, samples, Optional.of(i -> TwoLayers.source(GRAPH, i)))
            .source()
            .isPresent());
    assertFalse(verify(GRAPH, samples, Optional.empty()).source().isPresent());
  }

  @Test
  void integersOfANeuronsNameShowThatTheSourceWasQuantized() {
    GraphBuilder builder = new GraphBuilder("source");
    builder.input("first", Fact.of(ElementType.U8, 1, 4));
    Graph quantized = builder.build(Stage.IMPORTED);
    Graph untold = GRAPH.withMetadata(Map.of("quantize.origin", ""));
    Verification verification = new Verification(HostOps.NONE, TestLoader.of(HostOps.NONE));
    VerificationReport report =
        verification.verify(
            VerificationRequest.of(
                    untold,
                    () -> new FakeExecutable(inputs -> TwoLayers.run(untold, inputs), true),
                    TwoLayers.samples(2))
                .withSource(
                    new FakeSource(
                        quantized, Optional.of(inputs -> TwoLayers.source(GRAPH, inputs)))));
    assertEquals(2, report.source().orElseThrow().layersCompared());
  }

  @Test
  void aTieIsJudgedByTheRangeOfTheCodes() {
    assertEquals(1e-5, tolerance(0, 31));
    assertEquals(255 / 4194304.0, tolerance(-128, 127));
    assertEquals(65535 / 4194304.0, tolerance(-20000, 45535));
    assertTrue(tolerance(-20000, 45535) < 0.02);
  }

  private static double tolerance(int min, int max) {
    return SourceFedEvaluator.tolerance(new Neuron(Rounding.HALF_EVEN, min, max, 1));
  }

  @Test
  void aTieLiesBetweenTheTwoCodes() {
    assertEquals(0, SourceFedEvaluator.distance(2.5, 2, 3));
    assertEquals(0, SourceFedEvaluator.distance(-2.5, -2, -3));
    assertEquals(1, SourceFedEvaluator.distance(2.5, 1, 2));
    assertEquals(0.125, SourceFedEvaluator.distance(7.625, 8, 7));
  }
}
