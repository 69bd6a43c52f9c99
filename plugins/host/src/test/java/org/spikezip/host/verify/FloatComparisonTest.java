package org.spikezip.host.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.spikezip.api.Backend.Capability;
import org.spikezip.api.HostOps;
import org.spikezip.api.RunResult;
import org.spikezip.api.SourceModel;
import org.spikezip.host.fake.FakeBackend;
import org.spikezip.host.fake.FakeExecutable;
import org.spikezip.host.fake.FakeSource;
import org.spikezip.host.run.TestLoader;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Rounding;

class FloatComparisonTest {
  private static final Graph GRAPH = TwoLayers.graph(Rounding.HALF_EVEN);

  private static Map<String, Tensor> negated(Map<String, Tensor> inputs) {
    float[] y = TwoLayers.run(GRAPH, inputs).outputs().get("y").floats();
    for (int i = 0; i < y.length; i++) {
      y[i] = -y[i];
    }
    return Map.of("y", Tensor.of(y, 1, 3));
  }

  private static FloatReport compare(SourceModel model) {
    FakeBackend floats =
        FakeBackend.of(
            "f", Set.of(Capability.FLOAT), (g, inputs) -> RunResult.ofOutputs(negated(inputs)));
    Verification verification = new Verification(HostOps.NONE, TestLoader.of(HostOps.NONE, floats));
    return verification
        .verify(
            VerificationRequest.of(
                    GRAPH,
                    () -> new FakeExecutable(inputs -> TwoLayers.run(GRAPH, inputs), true),
                    TwoLayers.samples(12))
                .withFloatModel(model))
        .floatModel()
        .orElseThrow();
  }

  @Test
  void theModelsOwnRuntimeIsPreferred() {
    Function<Map<String, Tensor>, Map<String, Tensor>> same =
        inputs -> TwoLayers.run(GRAPH, inputs).outputs();
    FloatReport report = compare(new FakeSource(GRAPH, Optional.of(same)));
    assertEquals(1, report.top1Agreement());
    assertEquals(1, report.meanCosine(), 1e-12);
  }

  @Test
  void elseABackendRunsItsGraph() {
    FloatReport report = compare(new FakeSource(GRAPH));
    assertEquals(0, report.top1Agreement());
    assertEquals(-1, report.meanCosine(), 1e-12);
  }

  @Test
  void rowsAreThoseOfTheLastAxis() {
    Tensor a = Tensor.of(new float[] {1, 2, 3, 3, 2, 1}, 1, 2, 3);
    Tensor b = Tensor.of(new float[] {0, 0, 9, 0, 9, 0}, 1, 2, 3);
    assertEquals(new Outputs.Rows(1, 2), Outputs.top1(a, b));
    assertEquals(9, Outputs.maxAbsDiff(Tensor.scalar(0f), Tensor.scalar(9f)));
    assertEquals(
        Double.POSITIVE_INFINITY, Outputs.maxAbsDiff(Tensor.scalar(Float.NaN), Tensor.scalar(9f)));
    assertEquals(0, Outputs.cosine(Tensor.scalar(0f), Tensor.scalar(9f)));
    assertEquals(1, Outputs.cosine(Tensor.scalar(0f), Tensor.scalar(0f)));
  }
}
