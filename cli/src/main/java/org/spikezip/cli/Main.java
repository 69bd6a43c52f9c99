package org.spikezip.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.spikezip.cli.print.ErrorReport;
import org.spikezip.cli.print.Terminal;
import org.spikezip.cli.verb.ConfigFile;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Starts the command. */
public final class Main {
  /** The parser refuses less. */
  private static final int NARROWEST_HELP = 55;

  private Main() {}

  /** Runs the verb and ends the process with its exit code. */
  public static void main(String[] args) {
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    System.exit(run(out, err, args));
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    OutputStream stream = new FileOutputStream(descriptor);
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), false);
  }

  /**
   * Runs the command within this process.
   *
   * @return the exit code
   */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    List<String> words = Arrays.asList(args);
    ErrorReport errors =
        new ErrorReport(out, err, words.contains("--json"), words.contains("--debug"));
    try {
      CommandLine command = SpikezipCommand.forWords(args);
      command.setOut(out);
      command.setErr(err);
      command.setUsageHelpWidth(Math.max(NARROWEST_HELP, Terminal.width()));
      command.setCaseInsensitiveEnumValuesAllowed(true);
      command.setExecutionExceptionHandler((e, line, result) -> errors.tell(e));
      command.setParameterExceptionHandler((e, line) -> errors.tell(usage(e)));
      return command.execute(ConfigFile.expand(args, command));
    } catch (RuntimeException | Error e) {
      return errors.tell(e);
    } finally {
      out.flush();
      err.flush();
    }
  }

  private static SpikezipException usage(ParameterException e) {
    String verb = e.getCommandLine().getCommandSpec().qualifiedName();
    String remedy = verb + " --help";
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> near = unmatched.getSuggestions();
      if (!near.isEmpty()) {
        remedy = "did you mean " + String.join(" or ", near) + "? See " + remedy;
      }
    }
    return new SpikezipException(ErrorCode.USAGE, e.getMessage(), remedy, e);
  }
}
