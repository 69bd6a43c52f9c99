package org.spikezip.cli.verb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.spikezip.api.Executable;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Samples;
import org.spikezip.api.check.Divergence;
import org.spikezip.api.check.Trial;
import org.spikezip.cli.data.NpzWriter;
import org.spikezip.cli.print.Output;
import org.spikezip.host.Spikezip;
import org.spikezip.host.verify.MismatchSearch;
import org.spikezip.host.verify.VerificationReport;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.artifact.AtomicFile;
import org.spikezip.ir.text.IrPrinter;

/** Tells where a mismatch begins, and writes a small network that shows it. */
final class MismatchReport {
  private static final Duration SEARCH = Duration.ofMinutes(2);

  private final Spikezip spikezip;
  private final RunningOptions running;
  private final Trial trial;
  private final int sample;
  private final MismatchSearch search;

  private MismatchReport(
      Spikezip spikezip,
      RunningOptions running,
      RunOptions options,
      Graph graph,
      Samples samples,
      int sample) {
    this.spikezip = spikezip;
    this.running = running;
    this.sample = sample;
    trial = new Trial(graph, samples.get(sample), options);
    search = new MismatchSearch(spikezip.hostOps());
  }

  /** Empty if no code and no output differs. */
  static Optional<MismatchReport> of(
      VerificationReport report,
      Spikezip spikezip,
      RunningOptions running,
      RunOptions options,
      Graph graph,
      Samples samples) {
    return Stream.concat(
            report.firstCode().map(m -> m.sample()).stream(),
            report.firstOutput().map(m -> m.sample()).stream())
        .min(Integer::compare)
        .map(sample -> new MismatchReport(spikezip, running, options, graph, samples, sample));
  }

  /** Says the first neuron, by step and then by order of the graph, that is wrong. */
  void tellBeginning(Output output) {
    try (Executable executable = load(trial.graph())) {
      Optional<Divergence> first = search.beginning(executable, trial);
      output.line(
          "it begins at: "
              + first
                  .map(d -> "sample " + sample + ", " + d.describe())
                  .orElse("no step; the codes after every step are right, the end is not"));
      first.ifPresent(d -> WrongNeuron.tell(sample, d, output.json().putObject("firstDivergence")));
    }
  }

  private Executable load(Graph graph) {
    return spikezip.load(graph, running.backend(), running.backendOptions());
  }

  /**
   * Writes {@code network.snn}, the same as text in {@code network.txt}, and {@code inputs.npz},
   * and says the command that shows the mismatch again.
   *
   * @param plugins what --plugins was given, if anything
   * @throws SpikezipException USAGE if the folder cannot be written
   */
  void writeReproducer(Path folder, Optional<Path> plugins, Output output) {
    Trial smallest = search.smallest(trial, this::load, SEARCH);
    Path network = folder.resolve("network.snn");
    Path inputs = folder.resolve("inputs.npz");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new SpikezipException(
          ErrorCode.USAGE, "cannot make the folder " + folder + ": " + e.getMessage(), "", e);
    }
    spikezip.write(smallest.graph(), network);
    byte[] text = IrPrinter.printWhole(smallest.graph()).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(folder.resolve("network.txt"), out -> out.write(text));
    NpzWriter.write(inputs, List.of(oneSample(smallest.inputs())));
    String command =
        "bin/spikezip verify "
            + network
            + " --inputs "
            + inputs
            + running.asOptions(smallest.options())
            + plugins.map(p -> " --plugins " + p).orElse("");
    output.line(
        "reproducer: "
            + smallest.graph().nodes().size()
            + " of "
            + trial.graph().nodes().size()
            + " nodes, in "
            + folder
            + "; it shows the mismatch by");
    output.verbatim("  " + command);
    output.json().put("reproducer", command);
  }

  /** With a first axis that counts samples. */
  private static Map<String, Tensor> oneSample(Map<String, Tensor> inputs) {
    Map<String, Tensor> samples = new LinkedHashMap<>();
    inputs.forEach(
        (name, tensor) -> {
          int[] dims = new int[tensor.rank() + 1];
          dims[0] = 1;
          System.arraycopy(tensor.dims(), 0, dims, 1, tensor.rank());
          samples.put(name, tensor.reshape(dims));
        });
    return samples;
  }
}
