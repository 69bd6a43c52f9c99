package org.spikezip.backend.cuda.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;
import org.spikezip.backend.cuda.driver.Argument;
import org.spikezip.backend.cuda.driver.KernelParameters;
import org.spikezip.backend.cuda.emulation.EmulatedLibrary;
import org.spikezip.backend.cuda.emulation.Emulation;

/** A launch of a kernel on the host, its arrays copied there. */
final class Probe implements AutoCloseable {
  private static final int BLOCK = 128;
  private static final EmulatedLibrary LIBRARY = Emulation.library();

  private final String kernel;
  private final List<Argument> arguments = new ArrayList<>();
  private final List<Memory> memories = new ArrayList<>();

  Probe(String kernel) {
    this.kernel = kernel;
  }

  /** A choice by its place among all, which is its number in kernels. */
  @SuppressWarnings("EnumOrdinal")
  Probe with(Enum<?> choice) {
    return with(choice.ordinal());
  }

  Probe with(int value) {
    arguments.add(new Argument.Int32(value));
    return this;
  }

  Probe with(float value) {
    arguments.add(new Argument.Float32(value));
    return this;
  }

  Probe with(float[] values) {
    memory(values.length).write(0, values, 0, values.length);
    return this;
  }

  /** An array of n words that the kernel writes. */
  Pointer output(int n) {
    Memory memory = memory(n);
    memory.setMemory(0, memory.size(), (byte) 0x5a);
    return memory;
  }

  private Memory memory(int words) {
    Memory memory = new Memory(Math.max(1, words) * 4L);
    memories.add(memory);
    arguments.add(
        new Argument.Pointer(
            new org.spikezip.backend.cuda.driver.Memory(
                Pointer.nativeValue(memory), memory.size())));
    return memory;
  }

  /** Runs the kernel with at least that many threads. */
  void run(int threads) {
    int blocks = Math.max(1, (threads + BLOCK - 1) / BLOCK);
    try (KernelParameters parameters = new KernelParameters(arguments)) {
      int code =
          LIBRARY.emulated_launch(kernel, blocks, 1, 1, BLOCK, 1, 1, 0, parameters.pointers());
      assertEquals(0, code, LIBRARY::emulated_error);
    }
  }

  @Override
  public void close() {
    memories.forEach(Memory::close);
  }

  /** Fails at the first element whose bits differ, all NaNs being one. */
  static void assertSameBits(float[] expected, float[] found, String what, float[]... inputs) {
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(found[i])) {
        StringBuilder message =
            new StringBuilder(what).append(", element ").append(i).append(", of");
        for (float[] input : inputs) {
          message.append(' ').append(bits(input[i]));
        }
        fail(message + ": expected " + bits(expected[i]) + ", found " + bits(found[i]));
      }
    }
  }

  private static String bits(float x) {
    return x + " (" + Integer.toHexString(Float.floatToRawIntBits(x)) + ")";
  }
}
