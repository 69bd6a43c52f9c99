package org.spikezip.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spikezip.api.HostOps;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.text.IrParser;

/** Plans that wait for inputs of their shapes give way where memory is short. */
class IdlePlansTest {
  private static final int SHAPES = 24;
  private static final int NEURONS = 300_000;

  /** In a process of its own, with less memory than the plans of all shapes need together. */
  @Test
  void giveWayWhereMemoryIsShort() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                IdlePlansTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }

  /** Runs inputs of many shapes, and ends badly if memory runs out. */
  public static void main(String[] arguments) {
    Graph graph =
        IrParser.parse(
            """
            graph "wide" spiking {
              %0 "x" = input : f32[n]
              %1 = constant {value=f32[] [0.5]}
              %2 = constant {value=i32[] [-4]}
              %3 = constant {value=i32[] [3]}
              %4 = constant {value=i32[] [0]}
              %5 "neuron" = neuron(%0, %1, %2, %3, %4) {depth=1, max=3, min=-4, rounding="half_even"}
              %6 "decode" = decode(%5, %1)
              return "y" = %6
            }
            """);
    try (CpuExecutable executable = new CpuExecutable(graph, Kernels.scalar(), HostOps.NONE)) {
      for (int i = 0; i < SHAPES; i++) {
        Tensor x = Tensor.of(new float[NEURONS + i], NEURONS + i);
        executable.run(Map.of("x", x), RunOptions.DEFAULT, RunListener.NONE);
      }
    }
  }
}
