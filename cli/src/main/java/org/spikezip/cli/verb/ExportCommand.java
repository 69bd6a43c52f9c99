package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.spikezip.api.Exported;
import org.spikezip.api.Options;
import org.spikezip.api.Progress;
import org.spikezip.cli.print.Output;
import org.spikezip.cli.print.Table;
import org.spikezip.host.Spikezip;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a spiking network for another runtime. */
@Command(name = "export", description = "Write a spiking network for another runtime.")
public final class ExportCommand extends Verb {
  @Parameters(paramLabel = "F.snn", description = "A compiled network.")
  private Path network;

  @Option(
      names = "--backend",
      paramLabel = "ID",
      defaultValue = "onnx",
      description = "What writes it; default ${DEFAULT-VALUE}.")
  private String backend;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "The folder for the files; made if it is not there.")
  private Path folder;

  @Option(
      names = "--form",
      paramLabel = "NAME",
      description = {
        "onnx: loop (default, one model that runs to rest), step (one step,",
        "state in and out) or qdq (the quantized network)."
      })
  private String form;

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      description = "As for run; written into the files. Default synchronous.")
  private String schedule;

  @Option(
      names = "--max-spike",
      paramLabel = "M",
      description = "How far a neuron may move in one step; default 1.")
  private String maxSpike;

  @Option(
      names = "--steps",
      paramLabel = "T",
      description = "Stop the loop after T steps; default until rest.")
  private String steps;

  @Option(
      names = "--skeleton",
      description = "nir: write the part that can be said where not all can.")
  private boolean skeleton;

  @Option(names = "--option", paramLabel = "K=V", description = "Another option of the backend.")
  private Map<String, String> others = new TreeMap<>();

  @Override
  int run(Spikezip spikezip, Output output, Progress progress) {
    Graph graph = spikezip.read(network);
    Exported exported = spikezip.export(graph, backend, folder, options());
    output.json().put("backend", backend);
    ArrayNode files = output.json().putArray("files");
    Table table = new Table("");
    for (Path file : exported.files()) {
      long bytes = size(file);
      files.addObject().put("path", file.toString()).put("bytes", bytes);
      table.row(file.toString(), String.format(Locale.ROOT, "%,d bytes", bytes));
    }
    output.table(table);
    ArrayNode notes = output.json().putArray("notes");
    for (String note : exported.notes()) {
      notes.add(note);
      output.line(note);
    }
    return 0;
  }

  private Options options() {
    Map<String, String> all = new TreeMap<>(others);
    put(all, "form", form);
    put(all, "schedule", schedule);
    put(all, "max-spike", maxSpike);
    put(all, "steps", steps);
    put(all, "skeleton", skeleton ? "true" : null);
    return Options.of(all);
  }

  private static void put(Map<String, String> all, String name, String value) {
    if (value != null) {
      all.put(name, value);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new SpikezipException(
          ErrorCode.USAGE, file + " was written and cannot be read: " + e.getMessage(), "", e);
    }
  }
}
