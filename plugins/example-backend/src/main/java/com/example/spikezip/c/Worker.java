package com.example.spikezip.c;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** A compiled network as a process: {@code worker.c} says what it understands. */
final class Worker implements AutoCloseable {
  private final Process process;
  private final OutputStream commands;
  private final InputStream answers;

  private Worker(Process process) {
    this.process = process;
    commands = new BufferedOutputStream(process.getOutputStream());
    answers = process.getInputStream();
  }

  /** Compiles and starts it; nothing of it stays on disk. */
  static Worker start(String network, CCompiler compiler) {
    try {
      Path folder = Files.createTempDirectory("spikezip-c");
      Path source = folder.resolve("worker.c");
      Path program = folder.resolve("worker");
      try {
        Files.writeString(folder.resolve("runtime.h"), CBackend.resource("runtime.h"));
        Files.writeString(source, network + CBackend.resource("worker.c"));
        compiler.compile(source, program);
        return new Worker(
            new ProcessBuilder(program.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
      } finally {
        Files.deleteIfExists(folder.resolve("runtime.h"));
        Files.deleteIfExists(source);
        Files.deleteIfExists(program);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw failed("cannot start the compiled network", e);
    }
  }

  /** Sends a command with what belongs to it, in 32-bit numbers of the machine. */
  void send(char command, ByteBuffer numbers) {
    try {
      commands.write(command);
      commands.write(numbers.array(), 0, numbers.position());
      commands.flush();
    } catch (IOException e) {
      throw failed("the compiled network takes no commands any more", e);
    }
  }

  void send(char command) {
    send(command, numbers(0));
  }

  /** Room for that many 32-bit numbers. */
  static ByteBuffer numbers(int count) {
    return ByteBuffer.allocate(Integer.BYTES * count).order(ByteOrder.nativeOrder());
  }

  /** So many 32-bit numbers of an answer. */
  ByteBuffer receive(int count) {
    try {
      byte[] bytes = answers.readNBytes(Integer.BYTES * count);
      if (bytes.length < Integer.BYTES * count) {
        throw failed("the compiled network has ended", null);
      }
      return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    } catch (IOException e) {
      throw failed("the compiled network does not answer", e);
    }
  }

  private static SpikezipException failed(String what, IOException cause) {
    return new SpikezipException(ErrorCode.INTERNAL, "backend 'c': " + what, "", cause);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
