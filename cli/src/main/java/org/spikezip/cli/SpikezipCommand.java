package org.spikezip.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.spikezip.cli.verb.BackendsCommand;
import org.spikezip.cli.verb.BenchCommand;
import org.spikezip.cli.verb.CompileCommand;
import org.spikezip.cli.verb.DemoCommand;
import org.spikezip.cli.verb.ExportCommand;
import org.spikezip.cli.verb.FrontendsCommand;
import org.spikezip.cli.verb.InspectCommand;
import org.spikezip.cli.verb.PassesCommand;
import org.spikezip.cli.verb.PluginsCommand;
import org.spikezip.cli.verb.ReportCommand;
import org.spikezip.cli.verb.RunCommand;
import org.spikezip.cli.verb.VerifyCommand;
import org.spikezip.host.Spikezip;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import picocli.CommandLine;
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
    })
final class SpikezipCommand implements Runnable {
  private static final Map<String, Supplier<Callable<Integer>>> VERBS = new LinkedHashMap<>();

  static {
    VERBS.put("inspect", InspectCommand::new);
    VERBS.put("compile", CompileCommand::new);
    VERBS.put("verify", VerifyCommand::new);
    VERBS.put("run", RunCommand::new);
    VERBS.put("bench", BenchCommand::new);
    VERBS.put("report", ReportCommand::new);
    VERBS.put("export", ExportCommand::new);
    VERBS.put("demo", DemoCommand::new);
    VERBS.put("backends", BackendsCommand::new);
    VERBS.put("frontends", FrontendsCommand::new);
    VERBS.put("passes", PassesCommand::new);
    VERBS.put("plugins", PluginsCommand::new);
  }

  /**
   * The command as picocli wants it. If it starts with a verb it gets that verb only, since looking
   * at all of them takes a tenth of a second.
   */
  static CommandLine forWords(String... words) {
    CommandLine command = new CommandLine(new SpikezipCommand());
    Supplier<Callable<Integer>> verb = words.length == 0 ? null : VERBS.get(words[0]);
    if (verb != null) {
      command.addSubcommand(words[0], verb.get());
    } else {
      VERBS.forEach((name, maker) -> command.addSubcommand(name, maker.get()));
    }
    return command;
  }

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
