package org.spikezip.frontend.onnx.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How ONNX Runtime shall run a model.
 *
 * @param threads threads inside of one operator; 1 gives the same bits on every run
 * @param optimize whether it may rewrite the model; without, every operator runs as it is written
 * @param folder where external data lies, if there is any
 */
public record SessionSettings(int threads, boolean optimize, Optional<Path> folder) {
  /** One thread, rewriting allowed. */
  public static final SessionSettings FAST = new SessionSettings(1, true, Optional.empty());

  /** One thread, every operator as written. */
  public static final SessionSettings LITERAL = new SessionSettings(1, false, Optional.empty());

  public SessionSettings withThreads(int other) {
    return new SessionSettings(other, optimize, folder);
  }

  public SessionSettings withFolder(Path other) {
    return new SessionSettings(threads, optimize, Optional.of(other));
  }

  /** The same in ONNX Runtime's terms. Close it. */
  SessionOptions options() throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    options.setExecutionMode(ExecutionMode.SEQUENTIAL);
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    options.setDeterministicCompute(true);
    options.setOptimizationLevel(optimize ? OptLevel.ALL_OPT : OptLevel.NO_OPT);
    // Spinning threads would take the cores from everything else in this process.
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    if (folder.isPresent()) {
      options.addConfigEntry(
          "session.model_external_initializers_file_folder_path", folder.get().toString());
    }
    return options;
  }
}
