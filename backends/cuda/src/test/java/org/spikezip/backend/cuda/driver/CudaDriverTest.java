package org.spikezip.backend.cuda.driver;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** What the driver's library answers, and what becomes of it. */
class CudaDriverTest {
  private final FakeCuda cuda = new FakeCuda();

  /** A library whose functions succeed, or fail as told. */
  private static final class FakeCuda implements LibCuda {
    final Map<String, Integer> failing = new HashMap<>();
    final Set<String> missing = new HashSet<>();
    int devices = 1;

    @Override
    public int call(String function, Object... arguments) {
      if (missing.contains(function)) {
        throw new UnsatisfiedLinkError(function);
      }
      if (failing.containsKey(function)) {
        return failing.get(function);
      }
      Object out = arguments[0];
      if (out instanceof IntByReference number) {
        number.setValue(
            switch (function) {
              case "cuDeviceGetCount" -> devices;
              case "cuDriverGetVersion" -> 11040;
              default -> 8;
            });
      } else if (out instanceof LongByReference number) {
        number.setValue(1L << 30);
      } else if (out instanceof PointerByReference pointer) {
        pointer.setValue(new Pointer(0x1000));
      } else if (function.equals("cuDeviceGetName")) {
        byte[] name = "Fake Card".getBytes(US_ASCII);
        System.arraycopy(name, 0, (byte[]) out, 0, name.length);
      } else if (function.startsWith("cuGetError")) {
        return 1;
      }
      return 0;
    }
  }

  private static void fails(ErrorCode code, String part, Executable call) {
    SpikezipException e = assertThrows(SpikezipException.class, call);
    assertEquals(code, e.code(), e.getMessage());
    assertTrue(e.getMessage().contains(part), e.getMessage());
    assertTrue(e.remedy().isPresent(), "says what to try");
  }

  @Test
  void describesTheDevice() {
    try (CudaDriver driver = new CudaDriver(cuda, 0)) {
      assertEquals("Fake Card", driver.device().name());
      assertEquals(11040, driver.device().driverVersion());
      assertTrue(driver.device().describe().contains("CUDA 11.4"), driver.device().describe());
    }
  }

  @Test
  void noDevice() {
    cuda.failing.put("cuInit", 100);
    fails(ErrorCode.UNAVAILABLE, "no device", () -> new CudaDriver(cuda, 0));
  }

  @Test
  void noSuchDevice() {
    fails(ErrorCode.UNAVAILABLE, "no device 3", () -> new CudaDriver(cuda, 3));
  }

  @Test
  void brokenDriver() {
    cuda.failing.put("cuInit", 803);
    fails(ErrorCode.UNAVAILABLE, "does not work", () -> new CudaDriver(cuda, 0));
  }

  @Test
  void driverWithoutAFunction() {
    cuda.missing.add("cuGraphInstantiateWithFlags");
    CudaDriver driver = new CudaDriver(cuda, 0);
    fails(ErrorCode.UNAVAILABLE, "cuGraphInstantiateWithFlags", () -> driver.endCapture(1));
  }

  @Test
  void driverTooOldForThePtx() {
    cuda.failing.put("cuModuleLoadDataEx", 222);
    CudaDriver driver = new CudaDriver(cuda, 0);
    byte[] ptx = "// kernels\n.version 9.3\n.target sm_80\n".getBytes(US_ASCII);
    fails(
        ErrorCode.UNAVAILABLE,
        "supports CUDA 11.4, the kernels are PTX 9.3",
        () -> driver.load(ptx));
  }

  @Test
  void deviceTooOldForThePtx() {
    cuda.failing.put("cuModuleLoadDataEx", 209);
    CudaDriver driver = new CudaDriver(cuda, 0);
    byte[] ptx = ".version 9.3\n.target sm_80\n".getBytes(US_ASCII);
    fails(ErrorCode.UNAVAILABLE, "need sm_80", () -> driver.load(ptx));
  }

  @Test
  void wrongPtxIsOurs() {
    cuda.failing.put("cuModuleLoadDataEx", 218);
    CudaDriver driver = new CudaDriver(cuda, 0);
    fails(ErrorCode.INTERNAL, "loading the kernels", () -> driver.load(new byte[] {'x'}));
  }

  @Test
  void noMemoryLeft() {
    cuda.failing.put("cuMemAlloc_v2", 2);
    CudaDriver driver = new CudaDriver(cuda, 0);
    fails(ErrorCode.UNAVAILABLE, "no device memory left", () -> driver.allocate(1 << 20));
  }

  @Test
  void deviceLost() {
    cuda.failing.put("cuStreamSynchronize", 719);
    CudaDriver driver = new CudaDriver(cuda, 0);
    fails(ErrorCode.UNAVAILABLE, "the device was lost", () -> driver.synchronize(1));
  }

  @Test
  void illegalAddressIsOurs() {
    cuda.failing.put("cuStreamSynchronize", 700);
    CudaDriver driver = new CudaDriver(cuda, 0);
    fails(ErrorCode.INTERNAL, "(700)", () -> driver.synchronize(1));
  }

  /** C's rules: fields at multiples of their size, the struct as large as its strictest asks. */
  @Test
  void structsAreLaidOutAsInC() {
    Argument.Struct struct =
        Argument.Struct.of(
            new Argument.Int32(1),
            new Argument.Int64(2),
            new Argument.Float32(3),
            new Argument.Int32(4),
            new Argument.Int32(5));
    assertEquals(
        List.of(0, 8, 16, 20, 24, 28),
        List.of(0, 1, 2, 3, 4, 5).stream().map(struct::offset).toList());
    assertEquals(32, struct.bytes());
    try (KernelParameters parameters =
        new KernelParameters(List.of(new Argument.Int32(9), struct))) {
      Pointer second = parameters.pointers().getPointer(com.sun.jna.Native.POINTER_SIZE);
      assertEquals(9, parameters.pointers().getPointer(0).getInt(0));
      assertEquals(2, second.getLong(8));
      assertEquals(3f, second.getFloat(16));
      assertEquals(5, second.getInt(24));
    }
  }
}
