package org.spikezip.backend.cuda.driver;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.Set;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** What results of the driver's functions mean. */
final class CudaErrors {
  static final int OUT_OF_MEMORY = 2;
  static final int NO_DEVICE = 100;
  static final int NO_BINARY_FOR_DEVICE = 209;
  static final int UNSUPPORTED_PTX_VERSION = 222;

  /** After these nothing works any more until the process has a new context. */
  private static final Set<Integer> LOST = Set.of(4, 46, 214, 220, 226, 702, 719, 721, 802, 999);

  /** The driver that is installed does not fit the kernel of this machine, or its device. */
  private static final Set<Integer> BROKEN_DRIVER = Set.of(3, 34, 101, 801, 803, 804, 805);

  private final LibCuda cuda;

  CudaErrors(LibCuda cuda) {
    this.cuda = cuda;
  }

  /** Throws if the result is an error. */
  void check(int result, String function) {
    if (result != 0) {
      throw error(result, function);
    }
  }

  private SpikezipException error(int result, String function) {
    String what = function + " failed: " + describe(result);
    if (result == NO_DEVICE) {
      return unavailable("the NVIDIA driver finds no device: " + what, "look at nvidia-smi");
    }
    if (BROKEN_DRIVER.contains(result)) {
      return unavailable("the NVIDIA driver does not work: " + what, "look at nvidia-smi");
    }
    if (LOST.contains(result)) {
      return unavailable(
          "the device was lost: " + what, "look at nvidia-smi and the kernel's log; start again");
    }
    if (result == OUT_OF_MEMORY) {
      return unavailable("no device memory left: " + what, "take a smaller batch");
    }
    return new SpikezipException(
        ErrorCode.INTERNAL, what, "report it, with the command and the card");
  }

  static SpikezipException unavailable(String message, String remedy) {
    return new SpikezipException(ErrorCode.UNAVAILABLE, message, remedy);
  }

  /** Name and text that the driver has for a result. */
  String describe(int result) {
    return text("cuGetErrorName", result)
        + " ("
        + result
        + "), "
        + text("cuGetErrorString", result);
  }

  private String text(String function, int result) {
    PointerByReference out = new PointerByReference();
    Pointer text = cuda.call(function, result, out) == 0 ? out.getValue() : null;
    return text == null ? "unknown error" : text.getString(0);
  }

  /** A text for the driver, with its zero byte. */
  static Memory text(byte[] bytes) {
    Memory memory = new Memory(bytes.length + 1L);
    memory.write(0, bytes, 0, bytes.length);
    memory.setByte(bytes.length, (byte) 0);
    return memory;
  }

  /** A text that the driver wrote. */
  static String text(byte[] bytes, int length) {
    return Native.toString(java.util.Arrays.copyOf(bytes, Math.min(length, bytes.length)));
  }
}
