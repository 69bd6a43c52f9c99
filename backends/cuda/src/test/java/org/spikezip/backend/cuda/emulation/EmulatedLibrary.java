package org.spikezip.backend.cuda.emulation;

import com.sun.jna.Library;
import com.sun.jna.Pointer;

/** The functions of libspikezip_emulated.so, as its header scheduler.h says. */
public interface EmulatedLibrary extends Library {
  int emulated_launch(
      String kernel,
      int gridX,
      int gridY,
      int gridZ,
      int blockX,
      int blockY,
      int blockZ,
      int sharedBytes,
      Pointer arguments);

  String emulated_error();

  int emulated_parameters(String kernel, int[] sizes, int capacity);

  String emulated_kernel(int index);

  void emulated_order(int seed);
}
