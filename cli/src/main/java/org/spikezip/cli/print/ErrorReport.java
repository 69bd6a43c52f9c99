package org.spikezip.cli.print;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Locale;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** Tells of an error: in two lines on stderr, and as JSON on stdout where that is wanted. */
public final class ErrorReport {
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;
  private final boolean debug;

  /**
   * A teller of errors.
   *
   * @param json whether stdout gets JSON
   * @param debug whether stderr gets a stack trace
   */
  public ErrorReport(PrintWriter out, PrintWriter err, boolean json, boolean debug) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.debug = debug;
  }

  /** Tells of whatever was thrown and gives the exit code. */
  public int tell(Throwable thrown) {
    if (isEnding()) {
      return ErrorCode.INTERNAL.exitCode();
    }
    SpikezipException error = asOurs(thrown);
    err.println("spikezip: error: " + error.getMessage());
    error.remedy().ifPresent(remedy -> err.println("  try: " + remedy));
    if (debug) {
      thrown.printStackTrace(err);
    }
    err.flush();
    if (json) {
      ObjectNode object = Output.object();
      object.put("schema", Output.SCHEMA);
      ObjectNode details = object.putObject("error");
      details.put("code", error.code().name().toLowerCase(Locale.ROOT));
      details.put("message", error.getMessage());
      details.put("remedy", error.remedy().orElse(""));
      out.println(Output.text(object));
      out.flush();
    }
    return error.code().exitCode();
  }

  private static SpikezipException asOurs(Throwable thrown) {
    if (thrown instanceof SpikezipException ours) {
      return ours;
    }
    if (thrown instanceof OutOfMemoryError) {
      return new SpikezipException(
          ErrorCode.INTERNAL,
          "the memory is not enough: " + thrown.getMessage(),
          "give it more: SPIKEZIP_JAVA_OPTIONS=-Xmx8g spikezip …",
          thrown);
    }
    return new SpikezipException(
        ErrorCode.INTERNAL,
        "a defect of spikezip: " + thrown.toString().replace('\n', ' '),
        "run it again with --debug for the stack trace, and report it",
        thrown);
  }

  /** Whether the process was told to end: then what breaks is no news. */
  private static boolean isEnding() {
    try {
      Runtime.getRuntime().removeShutdownHook(new Thread());
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
