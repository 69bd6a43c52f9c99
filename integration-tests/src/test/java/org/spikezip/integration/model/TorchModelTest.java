package org.spikezip.integration.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.spikezip.integration.model.Exactness.assertExact;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.SourceModel;
import org.spikezip.host.HostOptions;
import org.spikezip.host.Spikezip;
import org.spikezip.host.verify.VerificationReport;
import org.spikezip.integration.Repository;
import org.spikezip.ir.Tensor;

/**
 * Models of PyTorch in every form: floats as torch has them, exact networks, one network a model.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TorchModelTest {
  private static final double TOLERANCE = 1e-4;

  /** Torch finds the range of each input anew, ours is one for all: docs/torch.md. */
  private static final Map<String, Double> LOOSER = Map.of("dynamic", 2e-2);

  /** Groups of files that must become one network, down to the numbers of its nodes. */
  private static final Map<String, Set<String>> SAME =
      new TreeMap<>(
          Map.of(
              "ViT",
              Set.of(
                  "vit.traced.pt",
                  "vit.frozen.pt",
                  "vit.script.pt",
                  "vit.scriptfrozen.pt",
                  "vit.pt2",
                  "vit.core.pt2",
                  "vit.legacy.onnx",
                  "vit.dynamo.onnx"),
              "trained ViT",
              Set.of("fashion.traced.pt", "fashion.pt2"),
              "BERT",
              Set.of(
                  "bert.traced.pt",
                  "bert.frozen.pt",
                  "bert.pt2",
                  "bert.core.pt2",
                  "bert.legacy.onnx"),
              "TransformerEncoder",
              Set.of("encoder_slow.traced.pt", "encoder.pt2", "encoder.core.pt2"),
              "its fast path",
              Set.of(
                  "encoder.traced.pt",
                  "encoder.frozen.pt",
                  "encoder.script.pt",
                  "encoder.scriptfrozen.pt")));

  private final Spikezip spikezip = Spikezip.open(HostOptions.defaults());
  private final Map<String, String> hashes = new HashMap<>();

  @AfterAll
  void close() {
    spikezip.close();
  }

  @TestFactory
  List<DynamicTest> everyForm() throws IOException {
    List<TorchFixture> all = TorchFixture.all();
    assertTrue(all.size() >= 80, () -> all.size() + " fixtures");
    return all.stream().map(f -> dynamicTest(f.toString(), () -> check(f))).toList();
  }

  @TestFactory
  Stream<DynamicTest> oneNetwork() {
    return SAME.entrySet().stream()
        .map(
            group ->
                dynamicTest(
                    group.getKey(),
                    () -> {
                      Map<String, String> found = new TreeMap<>();
                      group.getValue().forEach(file -> found.put(file, hash(file)));
                      assertEquals(1, Set.copyOf(found.values()).size(), found::toString);
                    }));
  }

  /** The ONNX file was exported from the same weights by another script. */
  @Test
  void theTrainedVitIsThatOfItsOnnxFile() {
    TorchFixture torch = TorchFixture.named("fashion.pt2");
    TorchFixture onnx =
        new TorchFixture("vit-dynamo", Repository.fixture("vit-dynamo.onnx"), torch.arrays());
    try (SourceModel source = onnx.open(spikezip)) {
      assertEquals(hash("fashion.pt2"), verified(onnx, source).spikeTrainHash());
    }
  }

  private void check(TorchFixture fixture) {
    try (SourceModel source = fixture.open(spikezip)) {
      double difference = difference(fixture, source);
      VerificationReport report = verified(fixture, source);
      System.out.printf(
          "%-26s float %.1e, %d neurons, hash %s%n",
          fixture, difference, report.neurons(), report.spikeTrainHash());
      double most = LOOSER.getOrDefault(fixture.model(), TOLERANCE);
      assertTrue(difference <= most, () -> "relative difference " + difference);
    }
  }

  private String hash(String file) {
    if (!hashes.containsKey(file)) {
      TorchFixture fixture = TorchFixture.named(file);
      try (SourceModel source = fixture.open(spikezip)) {
        verified(fixture, source);
      }
    }
    return hashes.get(file);
  }

  private VerificationReport verified(TorchFixture fixture, SourceModel source) {
    CompiledModel model = fixture.compile(spikezip, source);
    VerificationReport report = model.verify(fixture.samples(), RunKind.fast(), Kernels.SCALAR, 1);
    assertExact(report);
    hashes.put(fixture.toString(), report.spikeTrainHash());
    return report;
  }

  /**
   * The largest difference of an output, by its largest element. Without rewriting: ONNX Runtime
   * would multiply dequantized weights in eight bits.
   */
  private double difference(TorchFixture fixture, SourceModel source) {
    Options literal = Options.NONE.with("optimize", "false");
    try (Executable floats = spikezip.loadFloat(source.graph(), literal)) {
      Map<String, Tensor> found =
          floats.run(fixture.inputs(), RunOptions.DEFAULT, RunListener.NONE).outputs();
      assertEquals(fixture.outputs().keySet(), found.keySet());
      return fixture.outputs().entrySet().stream()
          .mapToDouble(e -> difference(e.getValue(), found.get(e.getKey())))
          .max()
          .orElseThrow();
    }
  }

  private static double difference(Tensor expected, Tensor found) {
    assertArrayEquals(expected.dims(), found.dims());
    float[] a = expected.floats();
    float[] b = found.floats();
    double difference = 0;
    double largest = 1e-9;
    for (int i = 0; i < a.length; i++) {
      assertTrue(Float.isFinite(b[i]));
      difference = Math.max(difference, Math.abs(a[i] - b[i]));
      largest = Math.max(largest, Math.abs(a[i]));
    }
    return difference / largest;
  }
}
