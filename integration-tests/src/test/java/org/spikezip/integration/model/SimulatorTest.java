package org.spikezip.integration.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.account.MachineAccount;
import org.spikezip.ir.Tensor;

/** Every fixture on simulated machines: the spike train of the CPU, and an account. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulatorTest {
  private final Workbench workbench = new Workbench();

  @AfterAll
  void close() {
    workbench.close();
  }

  @TestFactory
  Stream<DynamicTest> firesAsTheCpuDoes() {
    return ModelCase.all().stream()
        .map(model -> dynamicTest(model.name(), () -> check(workbench.compiled(model), model)));
  }

  private void check(CompiledModel model, ModelCase files) {
    Map<String, Tensor> sample = files.samples().apply(model.graph()).get(0);
    RunOptions options = RunOptions.DEFAULT.keepingCodes(true).withMaxSpike(4);
    Told told = new Told();
    try (Executable cpu = model.load(Kernels.VECTOR);
        Executable simulator =
            workbench
                .spikezip()
                .load(model.graph(), "simulator", Options.NONE.with("machine", "loihi2"))) {
      RunResult expected = cpu.run(sample, options, RunListener.NONE);
      RunResult found = simulator.run(sample, options, told);
      assertEquals(expected.activity().hash(), found.activity().hash());
      assertEquals(expected.activity().steps(), found.activity().steps());
      assertEquals(expected.codes(), found.codes());
    }
    MachineAccount account = told.account.orElseThrow();
    assertTrue(account.figures().get("messages") > 0);
    assertTrue(account.figures().get("cores") >= 1);
    System.out.printf("%-24s %s%n", files.name(), account.figures());
  }

  private static final class Told implements RunListener {
    private Optional<MachineAccount> account = Optional.empty();

    @Override
    public void accounted(MachineAccount told) {
      account = Optional.of(told);
    }
  }
}
