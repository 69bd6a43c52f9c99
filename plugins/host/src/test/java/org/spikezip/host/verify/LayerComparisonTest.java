package org.spikezip.host.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.spikezip.api.Backend.Capability;
import org.spikezip.api.HostOps;
import org.spikezip.api.RunResult;
import org.spikezip.api.Samples;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.host.fake.FakeBackend;
import org.spikezip.host.run.TestLoader;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Decode;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Rounding;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;

class LayerComparisonTest {
  private static final Samples SAMPLES =
      Samples.of("one", List.of(Map.of("x", Tensor.of(new float[] {1, -1}, 1, 2))));

  /** A layer of neurons that sees a function of x by the name {@code seen}. */
  private static Graph network(UnaryKind function) {
    GraphBuilder builder = new GraphBuilder("network");
    Value x = builder.input("x", Fact.of(ElementType.F32, 1, 2));
    Value seen = builder.add("seen", new Unary(function), x);
    Value theta = builder.constant("theta", Tensor.scalar(0.5f));
    Value codes =
        builder.add(
            "layer",
            new Neuron(Rounding.HALF_EVEN, -4, 4, 1),
            seen,
            theta,
            builder.constant("min", Tensor.of(new int[] {-4})),
            builder.constant("max", Tensor.of(new int[] {4})),
            builder.constant("rest", Tensor.of(new int[] {0})));
    builder.output("y", builder.add("decoded", new Decode(), codes, theta));
    return builder.build(Stage.SPIKING);
  }

  private static Graph floats(String name) {
    GraphBuilder builder = new GraphBuilder("floats");
    Value x = builder.input("x", Fact.of(ElementType.F32, 1, 2));
    builder.output("y", builder.add(name, new Unary(UnaryKind.TANH), x));
    return builder.build(Stage.CANONICAL);
  }

  private static List<LayerFidelity> compare(Graph network, Graph floats) {
    FakeBackend backend =
        FakeBackend.of(
            "f",
            Set.of(Capability.FLOAT),
            (g, inputs) ->
                RunResult.ofOutputs(
                    new ReferenceEvaluator(HostOps.NONE).evaluate(g, inputs).outputs()));
    return LayerComparison.of(network, floats)
        .compare(SAMPLES, 5, TestLoader.of(HostOps.NONE, backend), HostOps.NONE);
  }

  /** tanh(±1) = ±0.76159 against relu(1), relu(−1) = 1, 0; the figures are NumPy's. */
  @Test
  void cosineAndNoiseAreThoseOfTheOperands() {
    List<LayerFidelity> layers = compare(network(UnaryKind.RELU), floats("seen"));
    assertEquals(1, layers.size());
    assertEquals("layer", layers.get(0).name());
    assertEquals(0.7071068, layers.get(0).cosine(), 1e-6);
    assertEquals(2.604312, layers.get(0).snr(), 1e-4);
  }

  @Test
  void equalLayersHaveNoNoise() {
    LayerFidelity layer = compare(network(UnaryKind.TANH), floats("seen")).get(0);
    assertEquals(1, layer.cosine(), 1e-12);
    assertEquals(Double.POSITIVE_INFINITY, layer.snr());
  }

  @Test
  void layersThatTheFloatModelLacksAreLeftOut() {
    assertTrue(compare(network(UnaryKind.RELU), floats("other")).isEmpty());
  }
}
