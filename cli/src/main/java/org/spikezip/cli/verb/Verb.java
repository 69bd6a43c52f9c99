package org.spikezip.cli.verb;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.spikezip.api.Progress;
import org.spikezip.cli.print.Output;
import org.spikezip.cli.print.ProgressBar;
import org.spikezip.cli.print.Terminal;
import org.spikezip.host.Spikezip;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all verbs have in common: they open the host, say something, and give an exit code. */
@Command(sortOptions = false, abbreviateSynopsis = true)
abstract class Verb implements Callable<Integer> {
  @Mixin private CommonOptions common;

  @SuppressWarnings("UnusedVariable") // picocli asks for it.
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      order = CommonOptions.LAST,
      description = "Show this help.")
  private boolean help;

  @Spec private CommandSpec spec;

  @Override
  public final Integer call() {
    common.setLogLevel();
    PrintWriter err = spec.commandLine().getErr();
    Output output = new Output(spec.commandLine().getOut(), common.json(), Terminal.width());
    try (ProgressBar bar = new ProgressBar(err, Terminal.width());
        Spikezip spikezip = Spikezip.open(common.host())) {
      warnOfPlugins(spikezip);
      Progress progress = Terminal.showsProgress() && !common.quiet() ? bar : Progress.NONE;
      int exitCode = run(spikezip, output, progress);
      bar.wipe();
      output.finish();
      return exitCode;
    }
  }

  /**
   * Does it.
   *
   * @return the exit code
   */
  abstract int run(Spikezip spikezip, Output output, Progress progress);

  /** Says which plugins are broken, one a line; a verb that lists them needs no warning. */
  void warnOfPlugins(Spikezip spikezip) {
    spikezip.plugins().stream()
        .filter(plugin -> !plugin.works())
        .forEach(
            plugin ->
                warn(
                    "plugin "
                        + plugin.id()
                        + " ("
                        + plugin.origin()
                        + ") is not used: "
                        + plugin.error().orElseThrow()));
  }

  /** The folder of plugins that was given, if any. */
  final Optional<Path> plugins() {
    return common.host().pluginFolder();
  }

  /** A word on stderr for people who watch, such as a warning. */
  final void warn(String message) {
    if (!common.quiet()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("spikezip: warning: " + message);
      err.flush();
    }
  }
}
