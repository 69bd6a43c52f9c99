package org.spikezip.ir;

import java.util.Optional;

/**
 * The one error of spikezip. The message says which file, node and operator, what was expected,
 * what was found; the remedy says what to try next.
 */
public final class SpikezipException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String remedy;

  public SpikezipException(ErrorCode code, String message) {
    this(code, message, "", null);
  }

  public SpikezipException(ErrorCode code, String message, String remedy) {
    this(code, message, remedy, null);
  }

  public SpikezipException(ErrorCode code, String message, String remedy, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.remedy = remedy;
  }

  public ErrorCode code() {
    return code;
  }

  /** The next thing to try, if there is one. */
  public Optional<String> remedy() {
    return remedy.isEmpty() ? Optional.empty() : Optional.of(remedy);
  }

  /** This error, seen from further out: {@code context: message}. */
  public SpikezipException in(String context) {
    SpikezipException outer =
        new SpikezipException(code, context + ": " + getMessage(), remedy, getCause());
    outer.setStackTrace(getStackTrace());
    return outer;
  }
}
