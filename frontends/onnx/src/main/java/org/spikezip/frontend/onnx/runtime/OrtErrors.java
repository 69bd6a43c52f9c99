package org.spikezip.frontend.onnx.runtime;

import ai.onnxruntime.OrtException;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** ONNX Runtime's errors as ours. */
final class OrtErrors {
  private OrtErrors() {}

  /** A model that it does not load. */
  static SpikezipException refused(OrtException e) {
    ErrorCode code =
        switch (e.getCode()) {
          case ORT_INVALID_PROTOBUF, ORT_NO_SUCHFILE, ORT_NO_MODEL -> ErrorCode.MALFORMED;
          default -> ErrorCode.UNSUPPORTED;
        };
    return new SpikezipException(code, "ONNX Runtime refuses the model: " + reason(e), "", e);
  }

  /** A run that failed, most often because of its inputs. */
  static SpikezipException failed(OrtException e) {
    ErrorCode code =
        e.getCode() == OrtException.OrtErrorCode.ORT_NOT_IMPLEMENTED
            ? ErrorCode.UNSUPPORTED
            : ErrorCode.MALFORMED;
    return new SpikezipException(code, "ONNX Runtime cannot run it: " + reason(e), "", e);
  }

  /** The message without the places in its source code. */
  static String reason(OrtException e) {
    String text = String.valueOf(e.getMessage());
    String line = text.lines().findFirst().orElse("");
    return line.replaceAll("/\\S+?\\.(?:cc|h|hpp):\\d+ \\S+ ?", "").strip();
  }
}
