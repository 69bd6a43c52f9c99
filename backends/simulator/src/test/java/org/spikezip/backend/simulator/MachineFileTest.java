package org.spikezip.backend.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

class MachineFileTest {
  @TempDir private Path folder;

  static List<String> profiles() {
    return MachineFile.PROFILES;
  }

  @ParameterizedTest
  @MethodSource("profiles")
  void profilesAreMachines(String name) {
    Machine machine = MachineFile.read(name);
    assertEquals(name, machine.name());
    assertTrue(machine.cores() >= 1);
    machine.energy().forEach((what, energy) -> assertTrue(energy >= 0, what));
    machine.times().forEach((what, time) -> assertTrue(time >= 0, what));
  }

  @Test
  void whatIsLeftOutIsUnlimitedOrUnknown() throws IOException {
    Machine machine = read("name: mine\nenergy_pj: {accumulate: 0.5}\n");
    assertEquals(Long.MAX_VALUE, machine.neuronsPerCore());
    assertEquals(1, machine.cores());
    assertEquals(0.5, machine.energy("accumulate"));
    assertTrue(machine.unpublished().contains("hop"));
  }

  @Test
  void namesWhatIsWrong() {
    assertTells("did you mean 'loihi'?", ErrorCode.USAGE, () -> MachineFile.read("loihy"));
    assertTells("did you mean 'hop'?", ErrorCode.MALFORMED, () -> read("energy_pj: {hopp: 1}"));
    assertTells("did you mean 'step'?", ErrorCode.MALFORMED, () -> read("time_ns: {steps: 1}"));
    assertTells("limits.", ErrorCode.MALFORMED, () -> read("limits: [1]"));
    assertTells("columns", ErrorCode.MALFORMED, () -> read("mesh: {columns: 0}"));
    assertTells("number", ErrorCode.MALFORMED, () -> read("energy_pj: {hop: cheap}"));
    assertTells("expected keys", ErrorCode.MALFORMED, () -> read(""));
    assertTells("expected keys", ErrorCode.MALFORMED, () -> read("a machine"));
    assertTells("YAML", ErrorCode.MALFORMED, () -> read("a: [1"));
  }

  private interface Action {
    void run() throws IOException;
  }

  private static void assertTells(String words, ErrorCode code, Action action) {
    SpikezipException e = assertThrows(SpikezipException.class, action::run);
    assertEquals(code, e.code());
    String all = e.getMessage() + " " + e.remedy().orElse("");
    assertTrue(all.contains(words), all);
  }

  private Machine read(String yaml) throws IOException {
    return MachineFile.read(Files.writeString(folder.resolve("machine.yaml"), yaml).toString());
  }
}
