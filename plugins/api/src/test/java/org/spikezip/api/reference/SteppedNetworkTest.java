package org.spikezip.api.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spikezip.api.HostOps;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.Schedule;
import org.spikezip.api.SpikeTrainHash;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.text.IrParser;

class SteppedNetworkTest {
  /** Codes of x, then −3 times that code, seen by a second neuron that rests at 1. */
  private static final Graph GRAPH =
      IrParser.parse(
          """
          graph "chain" spiking {
            %0 "x" = input : f32[1]
            %1 = constant {value=f32[] [0.5]}
            %2 = constant {value=i32[] [-4]}
            %3 = constant {value=i32[] [3]}
            %4 = constant {value=i32[] [0]}
            %5 "first" = neuron(%0, %1, %2, %3, %4) {depth=1, max=3, min=-4, rounding="half_even"}
            %6 = constant {value=i8[1,1] [-3]}
            %7 = constant {value=f32[1] [0.25]}
            %8 "sum" = synapse(%5, %6, %7)
            %9 = constant {value=i32[] [1]}
            %10 "second" = neuron(%8, %1, %2, %3, %9) {depth=2, max=3, min=-4, rounding="half_up"}
            %11 "y" = decode(%10, %1)
            return "y" = %11
          }
          """);

  private static SteppedNetwork network(float x, RunOptions options) {
    return new SteppedNetwork(
        GRAPH, Map.of("x", Tensor.of(new float[] {x}, 1)), options, HostOps.NONE);
  }

  /** The codes of both neurons after a step. */
  private static int[] step(SteppedNetwork network) {
    network.step();
    return List.copyOf(network.codes().values()).stream().mapToInt(t -> t.ints()[0]).toArray();
  }

  @Test
  void movesByOneAndSeesWhatFiredBefore() {
    // x/θ = 2; the second neuron sees −1.5 times the first code: −1.5, −3; half up: −1, −3.
    SteppedNetwork network = network(1, RunOptions.DEFAULT);
    assertArrayEquals(new int[] {1, 0}, step(network));
    assertEquals(-0.75f, network.potential(GRAPH.node(10), 0));
    assertEquals(0.5f, network.threshold(GRAPH.node(10), 0));
    assertArrayEquals(new int[] {2, -1}, step(network));
    assertArrayEquals(new int[] {2, -2}, step(network));
    assertArrayEquals(new int[] {2, -3}, step(network));
    assertFalse(network.atRest());
    assertArrayEquals(new int[] {2, -3}, step(network));
    assertTrue(network.atRest());
    assertEquals(4, network.activity().steps());
    assertEquals(6, network.activity().spikes());
  }

  @Test
  void gradedSpikesCarryTheirSizeInTheHash() {
    SteppedNetwork network = network(1, RunOptions.DEFAULT.withMaxSpike(3));
    assertArrayEquals(new int[] {2, -2}, step(network));
    assertArrayEquals(new int[] {2, -3}, step(network));
    long first = SpikeTrainHash.layer(10, 1);
    assertEquals(
        SpikeTrainHash.event(SpikeTrainHash.layer(5, 1), 0, 2)
            + SpikeTrainHash.event(first, 0, -3)
            + SpikeTrainHash.event(SpikeTrainHash.layer(10, 2), 0, -1),
        network.activity().hash());
  }

  @Test
  void schedulesHoldDeepNeuronsBack() {
    SteppedNetwork wave = network(1, RunOptions.DEFAULT.withSchedule(new Schedule.Wavefront(2)));
    assertArrayEquals(new int[] {1, 1}, step(wave));
    assertArrayEquals(new int[] {2, 1}, step(wave));
    assertArrayEquals(new int[] {2, 0}, step(wave));
    SteppedNetwork layers = network(1, RunOptions.DEFAULT.withSchedule(new Schedule.Layerwise()));
    assertArrayEquals(new int[] {1, 1}, step(layers));
    // Settled in this step, so the next depth opens in the next one.
    assertArrayEquals(new int[] {2, 1}, step(layers));
    assertArrayEquals(new int[] {2, 0}, step(layers));
  }

  @Test
  void inputMayArriveInShares() {
    // x/θ is 1.5 after the first step of two, which rounds to 2, then 3.
    SteppedNetwork network = network(1.5f, RunOptions.DEFAULT.withInputSteps(2).withMaxSpike(9));
    assertArrayEquals(new int[] {2, -3}, step(network));
    assertArrayEquals(new int[] {3, -4}, step(network));
  }

  @Test
  void runsUntilRestOrForSomeSteps() {
    Map<String, Tensor> inputs = Map.of("x", Tensor.of(new float[] {1}, 1));
    RunOptions options = RunOptions.DEFAULT.keepingCodes(true).keepingStepOutputs(true);
    RunResult rest = SteppedNetwork.run(GRAPH, inputs, options, HostOps.NONE);
    assertTrue(rest.activity().quiet());
    assertEquals(Map.of("y", Tensor.of(new float[] {-1.5f}, 1)), rest.outputs());
    assertEquals(5, rest.stepOutputs().size());
    RunResult cut = SteppedNetwork.run(GRAPH, inputs, options.withSteps(2), HostOps.NONE);
    assertFalse(cut.activity().quiet());
    assertEquals(Map.of("y", Tensor.of(new float[] {-0.5f}, 1)), cut.outputs());
  }
}
