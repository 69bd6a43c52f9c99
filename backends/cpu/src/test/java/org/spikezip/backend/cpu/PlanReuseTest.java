package org.spikezip.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spikezip.api.HostOps;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.text.IrParser;

/** A plan that was made for one input serves others of the same shapes. */
class PlanReuseTest {
  /** One of two neurons is picked by an integer input. */
  private static final Graph PICK =
      IrParser.parse(
          """
          graph "pick" spiking {
            %0 "x" = input : f32[2]
            %1 "which" = input : i64[1]
            %2 = constant {value=f32[] [0.5]}
            %3 = constant {value=i32[] [-4]}
            %4 = constant {value=i32[] [3]}
            %5 = constant {value=i32[] [0]}
            %6 "neuron" = neuron(%0, %2, %3, %4, %5) {depth=1, max=3, min=-4, rounding="half_even"}
            %7 "decode" = decode(%6, %2)
            %8 "pick" = gather(%7, %1) {axis=0}
            return "y" = %8
          }
          """);

  private static Map<String, Tensor> inputs(long which) {
    return Map.of(
        "x", Tensor.of(new float[] {1, -1.5f}, 2), "which", Tensor.of(new long[] {which}, 1));
  }

  @Test
  void integerInputsOfASecondRunCount() {
    try (CpuExecutable executable = new CpuExecutable(PICK, Kernels.best(), HostOps.NONE)) {
      for (long which : new long[] {0, 1, 0}) {
        float[] y =
            executable
                .run(inputs(which), RunOptions.DEFAULT, RunListener.NONE)
                .outputs()
                .get("y")
                .floats();
        assertArrayEquals(new float[] {which == 0 ? 1 : -1.5f}, y);
      }
    }
  }

  @Test
  void aNewPlanTakesTheStaticValuesThatItWasMadeWith() {
    int[] evaluations = {0};
    HostOps counting =
        (op, operands) -> {
          evaluations[0]++;
          return operands;
        };
    Graph graph =
        IrParser.parse(
            """
            graph "host" spiking {
              %0 "x" = input : f32[2]
              %1 "same" = host(%0) {domain="test", node=0x, opset=1, type="Same"} : f32[2]
              %2 = constant {value=f32[] [0.5]}
              %3 = constant {value=i32[] [-4]}
              %4 = constant {value=i32[] [3]}
              %5 = constant {value=i32[] [0]}
              %6 "neuron" = neuron(%1, %2, %3, %4, %5) {depth=1, max=3, min=-4, rounding="half_even"}
              %7 "decode" = decode(%6, %2)
              return "y" = %7
            }
            """);
    try (CpuExecutable executable = new CpuExecutable(graph, Kernels.best(), counting)) {
      Map<String, Tensor> inputs = Map.of("x", Tensor.of(new float[] {1, -1.5f}, 2));
      for (int run = 1; run <= 3; run++) {
        executable.run(inputs, RunOptions.DEFAULT, RunListener.NONE);
        assertEquals(run, evaluations[0], "evaluations after run " + run);
      }
    }
  }

  /** The shape of a result may depend on a constant, as that of If does. */
  @Test
  void aNewPlanSeesConstantOperandsOfTheHost() {
    HostOps squeezes =
        (op, operands) ->
            List.of(operands.get(0).longs()[0] != 0 ? operands.get(1).reshape(2) : operands.get(1));
    Graph graph =
        IrParser.parse(
            """
            graph "host" spiking {
              %0 "x" = input : f32[1,2]
              %1 = constant {value=bool[] [1]}
              %2 = constant {value=f32[] [0.5]}
              %3 = constant {value=i32[] [-4]}
              %4 = constant {value=i32[] [3]}
              %5 = constant {value=i32[] [0]}
              %6 "neuron" = neuron(%0, %2, %3, %4, %5) {depth=1, max=3, min=-4, rounding="half_even"}
              %7 "decode" = decode(%6, %2)
              %8 "squeezed" = host(%1, %7) {domain="test", node=0x, opset=1, type="If"} : f32[*]
              return "y" = %8
            }
            """);
    try (CpuExecutable executable = new CpuExecutable(graph, Kernels.best(), squeezes)) {
      Map<String, Tensor> inputs = Map.of("x", Tensor.of(new float[] {1, -1.5f}, 1, 2));
      RunResult run = executable.run(inputs, RunOptions.DEFAULT, RunListener.NONE);
      assertEquals(Tensor.of(new float[] {1, -1.5f}, 2), run.outputs().get("y"));
    }
  }
}
