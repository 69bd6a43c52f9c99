package org.spikezip.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spikezip.api.Availability;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.backend.cuda.driver.CheckedDriver;
import org.spikezip.backend.cuda.driver.RecordingDriver;
import org.spikezip.conformance.KitHostOps;
import org.spikezip.conformance.RandomNetwork;
import org.spikezip.conformance.RandomNetwork.Size;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/** What happens when a device fails: an error that says why, and nothing left on the device. */
class DeviceFailureTest {
  private static final RunOptions OPTIONS = RunOptions.DEFAULT.withSteps(3);

  private final RandomNetwork network = RandomNetwork.of(3, Size.SMALL);
  private final Map<String, Tensor> inputs = network.inputs(1, 3, 0);

  private Executable on(RecordingDriver device) {
    return new CudaBackend(n -> new CheckedDriver(device))
        .compile(network.graph(), Options.NONE, KitHostOps::new);
  }

  /** Whatever call fails, the error comes through, all is given back, and the next run works. */
  @Test
  void everyFailureLeavesNothingBehind() {
    RecordingDriver whole = new RecordingDriver(1 << 28);
    try (Executable executable = on(whole)) {
      executable.run(inputs, OPTIONS, RunListener.NONE);
    }
    int calls = whole.calls().size();
    assertTrue(calls > 50, () -> calls + " calls");
    for (int failing = 0; failing < calls; failing += 3) {
      failAt(failing);
    }
  }

  private void failAt(int call) {
    RecordingDriver device = new RecordingDriver(1 << 28);
    CheckedDriver checked = new CheckedDriver(device);
    int begin = device.calls().size();
    Executable executable =
        new CudaBackend(n -> checked).compile(network.graph(), Options.NONE, KitHostOps::new);
    int first = Math.max(call, device.calls().size() - begin);
    boolean[] failed = new boolean[1];
    device.before(
        name -> {
          boolean gives = name.startsWith("free") || name.startsWith("destroy");
          if (!failed[0] && !gives && device.calls().size() - begin > first) {
            failed[0] = true;
            throw new SpikezipException(ErrorCode.UNAVAILABLE, "the device was lost in " + name);
          }
        });
    if (runs(executable)) {
      assertTrue(!failed[0], "a failure that was not told");
    } else {
      assertTrue(runs(executable), "the next run works, after call " + first + " failed");
    }
    device.before(name -> {});
    assertDoesNotThrow(executable::close, "after call " + first + " failed");
    assertTrue(device.isClosed());
  }

  private boolean runs(Executable executable) {
    try {
      executable.run(inputs, OPTIONS, RunListener.NONE);
      return true;
    } catch (SpikezipException e) {
      assertEquals(ErrorCode.UNAVAILABLE, e.code());
      return false;
    }
  }

  /** Bytes of device memory in use after a run of so many samples. */
  private long used(int samples) {
    RecordingDriver device = new RecordingDriver(1 << 28);
    try (CudaExecutable executable = alone(device)) {
      long empty = device.freeMemory();
      executable.runAll(Collections.nCopies(samples, inputs), OPTIONS, RunListener.NONE);
      return empty - device.freeMemory();
    }
  }

  private CudaExecutable alone(RecordingDriver device) {
    return (CudaExecutable)
        new CudaBackend(n -> device).compile(network.graph(), Options.NONE, KitHostOps::new);
  }

  private static SpikezipException refusal(
      CudaExecutable executable, List<Map<String, Tensor>> all) {
    SpikezipException e =
        assertThrows(
            SpikezipException.class, () -> executable.runAll(all, OPTIONS, RunListener.NONE));
    assertEquals(ErrorCode.UNAVAILABLE, e.code());
    return e;
  }

  @Test
  void tooLittleMemoryForOne() {
    try (CudaExecutable executable = alone(new RecordingDriver(used(1) - 1))) {
      SpikezipException e = refusal(executable, List.of(inputs));
      assertTrue(
          e.getMessage().matches("1 sample at once need .* of device memory, .* are free"),
          e.getMessage());
    }
  }

  /** The largest batch that is named fits, the next one does not. */
  @Test
  void tooLittleMemoryForABatch() {
    try (CudaExecutable executable = alone(new RecordingDriver(used(15)))) {
      SpikezipException e = refusal(executable, Collections.nCopies(100, inputs));
      String remedy = e.remedy().orElseThrow();
      assertTrue(remedy.startsWith("the largest batch that fits is "), remedy);
      int most = Integer.parseInt(remedy.replaceAll("\\D", ""));
      assertEquals(15, most);
      refusal(executable, Collections.nCopies(most + 1, inputs));
      assertEquals(
          most,
          executable.runAll(Collections.nCopies(most, inputs), OPTIONS, RunListener.NONE).size());
    }
  }

  @Test
  void withoutADriverItSaysSo() {
    CudaBackend backend =
        new CudaBackend(
            n -> {
              throw new SpikezipException(ErrorCode.UNAVAILABLE, "no NVIDIA driver", "install it");
            });
    assertEquals(
        new Availability.Unavailable("no NVIDIA driver", "install it"), backend.availability());
    SpikezipException e =
        assertThrows(
            SpikezipException.class,
            () -> backend.compile(network.graph(), Options.NONE, KitHostOps::new));
    assertEquals(4, e.code().exitCode());
  }

  @Test
  void unknownOptionsAreRefused() {
    CudaBackend backend = new CudaBackend(n -> new RecordingDriver(0));
    Options options = Options.NONE.with("threads", "2");
    SpikezipException e =
        assertThrows(
            SpikezipException.class,
            () -> backend.compile(network.graph(), options, KitHostOps::new));
    assertEquals(ErrorCode.USAGE, e.code());
    assertTrue(e.getMessage().contains("'threads'"), e.getMessage());
  }

  /** Steps after the first are replayed, not launched one by one. */
  @Test
  void stepsAreReplayed() {
    RecordingDriver device = new RecordingDriver(1 << 28);
    try (Executable executable = on(device)) {
      executable.run(inputs, OPTIONS.withSteps(9), RunListener.NONE);
    }
    long fires = device.calls().stream().filter("begin_step"::equals).count();
    long replays = device.calls().stream().filter("replay"::equals).count();
    assertEquals(2, fires, "the first step, and the one recorded");
    assertTrue(replays >= 8, () -> replays + " replays");
  }
}
