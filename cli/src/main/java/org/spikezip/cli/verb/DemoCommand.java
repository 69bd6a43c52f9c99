package org.spikezip.cli.verb;

import java.io.IOException;
import java.nio.file.Path;
import org.spikezip.api.Progress;
import org.spikezip.cli.data.TemporaryFolder;
import org.spikezip.cli.demo.Demo;
import org.spikezip.cli.demo.DemoModel;
import org.spikezip.cli.print.Output;
import org.spikezip.host.Spikezip;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the main job on a pretrained model. */
@Command(
    name = "demo",
    description = "Show it all on a pretrained sentence encoder, in under three minutes.")
public final class DemoCommand extends Verb {
  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "Another sentence encoder; needs --tokenizer.")
  private Path model;

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE",
      description = "The tokenizer.json that came with that model.")
  private Path tokenizer;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "F.snn",
      description = "Keep the network in this file.")
  private Path file;

  @Override
  int run(Spikezip spikezip, Output output, Progress progress) {
    if ((model == null) != (tokenizer == null)) {
      throw new SpikezipException(
          ErrorCode.USAGE, "--model and --tokenizer go together", "give both, or neither");
    }
    try (TemporaryFolder folder = TemporaryFolder.create("spikezip-demo")) {
      DemoModel chosen =
          model == null
              ? DemoModel.bundled(folder)
              : new DemoModel(model.getFileName().toString(), model, tokenizer);
      Path network = file == null ? folder.path().resolve("demo.snn") : file;
      boolean exact = new Demo(spikezip, output, progress).run(chosen, network);
      if (file != null) {
        output.line("The network is in " + file + ": spikezip inspect " + file);
      }
      return exact ? 0 : ErrorCode.MISMATCH.exitCode();
    } catch (IOException e) {
      throw new SpikezipException(
          ErrorCode.USAGE,
          "no folder for temporary files can be made: " + e.getMessage(),
          "set TMPDIR to a folder with 300 MB of space",
          e);
    }
  }
}
