package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.spikezip.api.Progress;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Samples;
import org.spikezip.cli.data.NpzWriter;
import org.spikezip.cli.print.Output;
import org.spikezip.cli.report.ReportPage;
import org.spikezip.host.Spikezip;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.artifact.AtomicFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes one page about a network and what it does on data. */
@Command(
    name = "report",
    description = {
      "Write one page about a spiking network: accuracy or agreement by step, spikes, energy",
      "and the proof. The page holds all it needs."
    })
public final class ReportCommand extends Verb {
  @Parameters(paramLabel = "F.snn", description = "A compiled network.")
  private Path network;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "F.html",
      required = true,
      description = "Where the page goes.")
  private Path page;

  @Option(
      names = "--machine",
      paramLabel = "NAME",
      defaultValue = "45nm",
      description =
          "Whose constants energies take: a profile or a YAML file; default ${DEFAULT-VALUE}.")
  private String machine;

  @Option(
      names = "--memory",
      description = "Count memory traffic, too, where the machine says what it costs.")
  private boolean memory;

  @Option(
      names = "--layer",
      paramLabel = "NAME",
      description = "The layer of neurons whose raster is drawn; default the one that fires most.")
  private String layer;

  @Option(
      names = "--spikes",
      paramLabel = "F.npz",
      description = "Write every spike of the first sample: step, neuron, spike by layer.")
  private Path spikes;

  @Mixin private RunningOptions running;
  @Mixin private LabelOptions labels;
  @Mixin private DataOptions data;

  @Override
  int run(Spikezip spikezip, Output output, Progress progress) {
    Graph graph = spikezip.read(network);
    AtomicFile.requirePlace(page);
    Optional.ofNullable(spikes).ifPresent(AtomicFile::requirePlace);
    Samples samples = data.require(graph);
    Optional<int[]> right = labels.read();
    right.ifPresent(answers -> labels.requireFor(answers, samples.size(), samples.size(), data));
    RunOptions asked = running.run(spikezip, graph, samples, progress, output::line);
    ReportData report = new ReportData(spikezip, graph, samples, running, asked, progress);
    ObjectNode about = report.about(network.getFileName().toString());
    about.set("proof", report.proof());
    about.set("ways", report.ways(right));
    SpikeRecorder recorder = report.machine(about, machine, memory, Optional.ofNullable(layer));
    if (spikes != null) {
      NpzWriter.write(spikes, List.of(recorder.arrays()));
      output.line("wrote " + spikes);
    }
    ReportPage.write(page, about);
    output.json().put("page", page.toString());
    output.json().setAll(about);
    output.line("wrote " + page);
    return about.path("proof").path("exact").asBoolean() ? 0 : ErrorCode.MISMATCH.exitCode();
  }
}
