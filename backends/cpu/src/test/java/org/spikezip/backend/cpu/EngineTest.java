package org.spikezip.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spikezip.api.HostOps;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.Schedule;
import org.spikezip.api.reference.Evaluation;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.Neuron;

/** Random networks under every schedule and spike size end in the state of the dense evaluation. */
class EngineTest {
  private static final List<Schedule> SCHEDULES =
      List.of(
          Schedule.SYNCHRONOUS,
          new Schedule.Wavefront(1),
          new Schedule.Wavefront(4),
          new Schedule.Layerwise());

  private static final HostOps NO_HOST =
      (HostOp op, List<Tensor> inputs) -> {
        throw new AssertionError("no host operator expected");
      };

  static LongStream seeds() {
    return LongStream.range(0, 150);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void restsWhereTheQuantizedNetworkIs(long seed) {
    Graph graph = RandomNetwork.graph(seed);
    for (int[] size : new int[][] {{1, 5}, {2, 3}}) {
      Map<String, Tensor> input = RandomNetwork.input(seed, size[0], size[1]);
      Evaluation expected = new ReferenceEvaluator(NO_HOST).evaluate(graph, input);
      for (Schedule schedule : SCHEDULES) {
        for (int maxSpike : new int[] {1, 4, 100}) {
          RunOptions options =
              RunOptions.DEFAULT.withSchedule(schedule).withMaxSpike(maxSpike).keepingCodes(true);
          Set<Long> hashes = new HashSet<>();
          for (Kernels kernels : List.of(Kernels.scalar(), Kernels.vector())) {
            try (CpuExecutable executable = new CpuExecutable(graph, kernels, NO_HOST)) {
              for (int repeat = 0; repeat < 2; repeat++) {
                RunResult result = executable.run(input, options, RunListener.NONE);
                check(graph, expected, result, schedule + " spikes up to " + maxSpike);
                hashes.add(result.activity().hash());
              }
            }
          }
          assertEquals(1, hashes.size(), "one spike train, whatever the kernels and the run");
        }
      }
    }
  }

  private static void check(Graph graph, Evaluation expected, RunResult result, String what) {
    assertTrue(result.activity().quiet(), what);
    assertTrue(result.activity().spikes() > 0, what);
    for (Node node : graph.nodesOf(Neuron.class)) {
      assertEquals(
          expected.value(node.output()),
          result.codes().get(node.id()),
          what + " " + node.describe());
    }
    assertEquals(expected.outputs(), result.outputs(), what);
  }
}
