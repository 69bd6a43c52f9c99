package com.example.spikezip.c;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * A C compiler of this machine.
 *
 * @param command how it is called
 * @param version its first line about itself
 */
record CCompiler(List<String> command, String version) {
  /** C as it is written, with every rounding: that keeps floats the same on all machines. */
  private static final List<String> FLAGS =
      List.of("-std=c11", "-O1", "-ffp-contract=off", "-fno-fast-math");

  /** The one of the environment variable CC, else cc, gcc or clang. */
  static Optional<CCompiler> find() {
    return Stream.of(System.getenv("CC"), "cc", "gcc", "clang")
        .filter(Objects::nonNull)
        .map(name -> Arrays.asList(name.trim().split(" +")))
        .flatMap(command -> version(command).stream().map(v -> new CCompiler(command, v)))
        .findFirst();
  }

  private static Optional<String> version(List<String> command) {
    try {
      List<String> all = new ArrayList<>(command);
      all.add("--version");
      Result result = run(all);
      return result.code() == 0
          ? Optional.of(result.text().lines().findFirst().orElse("").trim())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Makes a program.
   *
   * @throws SpikezipException INTERNAL with what the compiler said, if it refuses
   */
  void compile(Path source, Path program) {
    List<String> all = new ArrayList<>(command);
    all.addAll(FLAGS);
    all.addAll(List.of(source.toString(), "-lm", "-o", program.toString()));
    try {
      Result result = run(all);
      if (result.code() != 0) {
        throw failed(result.text(), null);
      }
    } catch (IOException e) {
      throw failed(e.getMessage(), e);
    }
  }

  private SpikezipException failed(String why, IOException cause) {
    return new SpikezipException(
        ErrorCode.INTERNAL,
        "backend 'c': " + String.join(" ", command) + " failed: " + why,
        "choose another compiler with the environment variable CC",
        cause);
  }

  private record Result(int code, String text) {}

  private static Result run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), text);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroy();
    }
  }
}
