package org.spikezip.frontend.onnx.runtime;

import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** ONNX Runtime in this process: whether its native library works here, and sessions of models. */
public final class OrtRuntime {
  /** ONNX Runtime 1.29 crashes the process above about 3,950 bytes of command line. */
  private static final int LONGEST_COMMAND_LINE = 3900;

  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private OrtRuntime() {}

  /** Why ONNX Runtime cannot work here; empty if it can. */
  public static Optional<SpikezipException> problem() {
    try {
      environment();
      return Optional.empty();
    } catch (SpikezipException e) {
      return Optional.of(e);
    }
  }

  /** Its version, such as {@code 1.29.0}. */
  public static String version() {
    return environment().getVersion();
  }

  /**
   * The process-wide environment, silent below fatal errors.
   *
   * @throws SpikezipException UNAVAILABLE if the native library does not load
   */
  static OrtEnvironment environment() {
    requireShortCommandLine();
    try {
      return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "spikezip");
    } catch (LinkageError | IllegalStateException e) {
      throw new SpikezipException(
          ErrorCode.UNAVAILABLE,
          "ONNX Runtime's native library does not load: " + e.getMessage(),
          "it needs 64-bit Linux with glibc, macOS or Windows, and a temporary folder that allows"
              + " libraries to be loaded from it (-Djava.io.tmpdir=…)",
          e);
    }
  }

  private static void requireShortCommandLine() {
    int length = 0;
    try {
      length = Files.exists(COMMAND_LINE) ? Files.readAllBytes(COMMAND_LINE).length : 0;
    } catch (IOException e) {
      // Where the kernel does not tell, there is nothing to check.
    }
    if (length > LONGEST_COMMAND_LINE) {
      throw new SpikezipException(
          ErrorCode.UNAVAILABLE,
          "the command line is "
              + length
              + " bytes long, and ONNX Runtime crashes where it is longer than about 3,950",
          "use shorter paths, or give the class path in the variable CLASSPATH");
    }
  }

  /**
   * Loads a model.
   *
   * @param weights tensors in place of initializers of these names; must live as long as the
   *     session
   * @throws SpikezipException UNSUPPORTED if ONNX Runtime refuses it, with its reason
   */
  static OrtSession session(
      List<ByteBuffer> model, Map<String, OnnxTensorLike> weights, SessionSettings settings) {
    OrtEnvironment environment = environment();
    try (SessionOptions options = settings.options()) {
      if (!weights.isEmpty()) {
        options.addExternalInitializers(weights);
      }
      return environment.createSession(concatenate(model), options);
    } catch (OrtException e) {
      throw OrtErrors.refused(e);
    }
  }

  /** One direct buffer of all parts: what ONNX Runtime reads without another copy. */
  private static ByteBuffer concatenate(List<ByteBuffer> parts) {
    List<ByteBuffer> filled = parts.stream().filter(ByteBuffer::hasRemaining).toList();
    if (filled.size() == 1 && filled.get(0).isDirect()) {
      return filled.get(0).duplicate();
    }
    long size = filled.stream().mapToLong(ByteBuffer::remaining).sum();
    ByteBuffer all = ByteBuffer.allocateDirect(Math.toIntExact(size));
    filled.forEach(part -> all.put(part.duplicate()));
    return all.flip();
  }
}
