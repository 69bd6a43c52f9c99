package org.spikezip.ir;

/** What kind of thing went wrong; decides the exit code of the command. */
public enum ErrorCode {
  /** A proof failed: two things that must be equal are not. */
  MISMATCH(1),
  /** The caller asked for something that makes no sense. */
  USAGE(2),
  /** The model holds something that spikezip cannot compile. */
  UNSUPPORTED(3),
  /** The backend cannot run here. */
  UNAVAILABLE(4),
  /** A file or an input is broken. */
  MALFORMED(5),
  /** A defect of spikezip. */
  INTERNAL(70);

  private final int exitCode;

  ErrorCode(int exitCode) {
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
