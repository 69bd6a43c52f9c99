package org.spikezip.cli;

import org.spikezip.cli.verb.BackendsCommand;
import org.spikezip.cli.verb.CompileCommand;
import org.spikezip.cli.verb.DemoCommand;
import org.spikezip.cli.verb.FrontendsCommand;
import org.spikezip.cli.verb.InspectCommand;
import org.spikezip.cli.verb.PassesCommand;
import org.spikezip.cli.verb.PluginsCommand;
import org.spikezip.cli.verb.RunCommand;
import org.spikezip.cli.verb.VerifyCommand;
import org.spikezip.host.Spikezip;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command without a verb: knows its verbs and its version. */
@Command(
    name = "spikezip",
    description = "Compiles Transformers into exactly equivalent spiking neural networks.",
    mixinStandardHelpOptions = true,
    versionProvider = SpikezipCommand.Version.class,
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    footer = {
      "",
      "spikezip VERB --help tells more. --json with any verb prints one JSON object.",
      "Exit codes: 0 done, 1 mismatch, 2 usage, 3 model not supported, 4 backend not"
          + " available, 5 input malformed, 70 our bug."
    },
    subcommands = {
      InspectCommand.class,
      CompileCommand.class,
      VerifyCommand.class,
      RunCommand.class,
      DemoCommand.class,
      BackendsCommand.class,
      FrontendsCommand.class,
      PassesCommand.class,
      PluginsCommand.class
    })
final class SpikezipCommand implements Runnable {
  @Override
  public void run() {
    throw new SpikezipException(ErrorCode.USAGE, "a verb is missing", "spikezip --help");
  }

  /** The version of spikezip and of what it runs on. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "spikezip "
            + Spikezip.version()
            + " (Java "
            + System.getProperty("java.version")
            + ", "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ")"
      };
    }
  }
}
