package org.spikezip.backend.cuda.driver;

import com.sun.jna.NativeLibrary;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** The functions of the CUDA driver's library, by name. */
@FunctionalInterface
interface LibCuda {
  /**
   * Calls a function.
   *
   * @return a {@code CUresult}, 0 if all is well
   * @throws UnsatisfiedLinkError if the library has no such function
   */
  int call(String function, Object... arguments);

  /**
   * The library of this machine.
   *
   * @throws SpikezipException UNAVAILABLE if there is none
   */
  static LibCuda load() {
    String name = System.getProperty("os.name").startsWith("Windows") ? "nvcuda" : "libcuda.so.1";
    try {
      NativeLibrary library = NativeLibrary.getInstance(name);
      return (function, arguments) -> library.getFunction(function).invokeInt(arguments);
    } catch (LinkageError e) {
      throw new SpikezipException(
          ErrorCode.UNAVAILABLE,
          "no NVIDIA driver: " + name + " was not found",
          "install the driver of an NVIDIA card, or run with --backend cpu",
          e);
    }
  }
}
