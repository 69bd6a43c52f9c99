package org.spikezip.cli.verb;

import java.nio.file.Path;
import java.util.Optional;
import org.spikezip.host.HostOptions;
import picocli.CommandLine.Option;

/** What every verb understands. */
final class CommonOptions {
  /** Places an option at the end of the help. */
  static final int LAST = 1000;

  @Option(names = "--json", order = LAST, description = "Print one JSON object on stdout.")
  private boolean json;

  @Option(
      names = "--plugins",
      order = LAST,
      paramLabel = "DIR",
      description = "A folder of plugins: jars, or folders of jars.")
  private Path plugins;

  @Option(
      names = {"-q", "--quiet"},
      order = LAST,
      description = "No progress bar and no warnings.")
  private boolean quiet;

  @Option(names = "--debug", order = LAST, description = "Stack traces with errors, more logs.")
  private boolean debug;

  boolean json() {
    return json;
  }

  boolean quiet() {
    return quiet;
  }

  HostOptions host() {
    HostOptions options = HostOptions.defaults();
    return Optional.ofNullable(plugins).map(options::withPluginFolder).orElse(options);
  }

  /**
   * Logs go to stderr; only what is wrong, in one line. Properties of the system, since libraries
   * bring files of settings of their own. Must come before the first logger.
   */
  void setLogLevel() {
    String settings = "org.slf4j.simpleLogger.";
    System.setProperty(settings + "logFile", "System.err");
    System.setProperty(settings + "defaultLogLevel", "error");
    System.setProperty(settings + "log.org.spikezip", debug ? "debug" : quiet ? "error" : "warn");
    // Verbs tell of broken plugins themselves.
    System.setProperty(settings + "log.org.spikezip.host.plugin", debug ? "debug" : "error");
    System.setProperty(settings + "showThreadName", "false");
    System.setProperty(settings + "showShortLogName", "true");
    System.setProperty(settings + "showDateTime", "false");
  }
}
