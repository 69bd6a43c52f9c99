package org.spikezip.backend.cuda.emulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.jna.Memory;
import java.util.ArrayList;
import java.util.List;
import org.spikezip.backend.cuda.driver.Argument;
import org.spikezip.backend.cuda.driver.KernelParameters;

/** A launch of a kernel on the host, with its arrays. */
public final class HostLaunch implements AutoCloseable {
  private static final int BLOCK = 128;

  private final String kernel;
  private final List<Argument> arguments = new ArrayList<>();
  private final List<Memory> memories = new ArrayList<>();

  public HostLaunch(String kernel) {
    this.kernel = kernel;
  }

  /** A choice by its place among all, which is its number in kernels. */
  @SuppressWarnings("EnumOrdinal")
  public HostLaunch with(Enum<?> choice) {
    return with(choice.ordinal());
  }

  public HostLaunch with(int value) {
    return with(new Argument.Int32(value));
  }

  public HostLaunch with(float value) {
    return with(new Argument.Float32(value));
  }

  public HostLaunch with(float[] values) {
    Memory memory = bytes(values.length * 4L);
    memory.write(0, values, 0, values.length);
    return with(pointer(memory));
  }

  public HostLaunch with(int[] values) {
    return with(pointer(memory(values)));
  }

  public HostLaunch with(byte[] values) {
    Memory memory = bytes(values.length);
    memory.write(0, values, 0, values.length);
    return with(pointer(memory));
  }

  public HostLaunch with(Argument argument) {
    arguments.add(argument);
    return this;
  }

  public Memory memory(int... values) {
    Memory memory = bytes(values.length * 4L);
    memory.write(0, values, 0, values.length);
    return memory;
  }

  /** An array of n words for results. */
  public Memory words(int n) {
    return bytes(n * 4L);
  }

  /** An argument for an array of n words, which is returned. */
  public Memory output(int n) {
    Memory memory = words(n);
    with(pointer(memory));
    return memory;
  }

  public static Argument.Pointer pointer(Memory memory) {
    return new Argument.Pointer(
        new org.spikezip.backend.cuda.driver.Memory(
            com.sun.jna.Pointer.nativeValue(memory), memory.size()));
  }

  // Aligned as memory of a device is; what nobody writes is not 0.
  private Memory bytes(long size) {
    Memory all = new Memory(Math.max(1, size) + 256);
    all.setMemory(0, all.size(), (byte) 0x5a);
    memories.add(all);
    return (Memory) all.align(256).share(0, Math.max(1, size));
  }

  /** Runs the kernel with at least that many threads. */
  public void run(int threads) {
    run(Math.max(1, (threads + BLOCK - 1) / BLOCK), BLOCK, 0);
  }

  public void run(int blocks, int threads, int sharedBytes) {
    EmulatedLibrary library = Emulation.kernels();
    try (KernelParameters parameters = new KernelParameters(arguments)) {
      int code =
          library.emulated_launch(
              kernel, blocks, 1, 1, threads, 1, 1, sharedBytes, parameters.pointers());
      assertEquals(0, code, library::emulated_error);
    }
  }

  @Override
  public void close() {
    memories.forEach(Memory::close);
  }

  /** Fails at the first element whose bits differ, all NaNs being one. */
  public static void assertSameBits(
      float[] expected, float[] found, String what, float[]... inputs) {
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(found[i])) {
        StringBuilder message = new StringBuilder(what).append(", element ").append(i);
        for (float[] input : inputs) {
          message.append(", of ").append(bits(input[i]));
        }
        fail(message + ": expected " + bits(expected[i]) + ", found " + bits(found[i]));
      }
    }
  }

  private static String bits(float x) {
    return x + " (" + Integer.toHexString(Float.floatToRawIntBits(x)) + ")";
  }
}
