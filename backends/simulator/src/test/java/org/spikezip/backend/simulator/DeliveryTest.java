package org.spikezip.backend.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.reference.Evaluation;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.conformance.KitHostOps;
import org.spikezip.conformance.RandomNetwork;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Neuron;

/** Without barriers, whatever arrives when, networks come to rest at the same codes. */
class DeliveryTest {
  private static final int ORDERS = 500;

  /** With both kinds of delivery, a thousand orders. */
  @ParameterizedTest
  @ValueSource(strings = {"random", "adversarial"})
  void everyOrderEndsInTheSameCodes(String delivery) {
    long moves = 0;
    for (int order = 0; order < ORDERS; order++) {
      RandomNetwork network = RandomNetwork.of(order % 50, RandomNetwork.Size.TINY);
      Map<String, Tensor> inputs = network.inputs(1, 1 + order % 4, 0);
      Evaluation expected =
          new ReferenceEvaluator(new KitHostOps()).evaluate(network.graph(), inputs);
      Options options = Options.of(Map.of("delivery", delivery, "seed", Integer.toString(order)));
      RunOptions run = RunOptions.DEFAULT.keepingCodes(true).withMaxSpike(order % 3 == 0 ? 4 : 1);
      try (Executable machine =
          new SimulatorBackend().compile(network.graph(), options, KitHostOps::new)) {
        RunResult result = machine.run(inputs, run, RunListener.NONE);
        assertTrue(result.activity().quiet());
        for (Node node : network.graph().nodesOf(Neuron.class)) {
          assertEquals(
              expected.value(node.output()),
              result.codes().get(node.id()),
              "order " + order + ", " + node.describe());
        }
        moves += result.activity().steps();
      }
    }
    System.out.printf("%d %s orders, %d moves%n", ORDERS, delivery, moves);
  }
}
