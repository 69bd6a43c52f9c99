package org.spikezip.cli.verb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.spikezip.api.Activity;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.Progress;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Samples;
import org.spikezip.api.SourceModel;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.cli.print.Output;
import org.spikezip.host.Spikezip;
import org.spikezip.host.bench.Bench;
import org.spikezip.host.bench.Contender;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a spiking network beside its quantized network and the models it came from. */
@Command(
    name = "bench",
    description = {
      "Measure a spiking network under several schedules, its quantized network evaluated densely,",
      "the float model and the quantized source model, in turn and in one process."
    })
public final class BenchCommand extends Verb {
  private static final List<String> SCHEDULES =
      List.of("synchronous", "deadline:3.5", "layerwise", "deadline:0.25@16", "wavefront:1@16");

  @Parameters(paramLabel = "F.snn", description = "A compiled network.")
  private Path network;

  @Option(names = "--float", paramLabel = "MODEL", description = "The float model.")
  private Path floatModel;

  @Option(
      names = "--source",
      paramLabel = "MODEL",
      description = "The quantized model it came from; default as recorded in F.snn.")
  private Path source;

  @Option(
      names = "--schedule",
      paramLabel = "NAME[@M]",
      description = {
        "A schedule, with spikes up to M; may be repeated;",
        "default synchronous, deadline:3.5, layerwise, deadline:0.25@16, wavefront:1@16."
      })
  private List<String> schedules = new ArrayList<>();

  @Option(
      names = "--threads",
      paramLabel = "N[,N]",
      split = ",",
      hideParamSyntax = true,
      description = "Samples at a time; default 1,2.")
  private List<Integer> threads = new ArrayList<>();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "9",
      description = "Passes over the data that are measured; default ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "2",
      description = "Passes before them; default ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "20",
      description = "After this time one way makes no more passes; default ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--backend",
      paramLabel = "ID",
      defaultValue = "cpu",
      description = "What runs the network; default ${DEFAULT-VALUE}.")
  private String backend;

  @Option(
      names = "--option",
      paramLabel = "K=V",
      description = "An option of the backend, such as kernels=scalar.")
  private Map<String, String> backendOptions = new TreeMap<>();

  @Mixin private DataOptions data;

  @Override
  int run(Spikezip spikezip, Output output, Progress progress) {
    Bench bench = new Bench(rounds, warmUp, seconds);
    List<Integer> counts = threads.isEmpty() ? List.of(1, 2) : threads;
    counts.forEach(BenchCommand::checkThreads);
    List<RunOptions> ways =
        (schedules.isEmpty() ? SCHEDULES : schedules).stream().map(BenchCommand::way).toList();
    Graph graph = spikezip.read(network);
    Samples samples = data.require(graph);
    List<Map<String, Tensor>> inputs =
        IntStream.range(0, samples.size()).mapToObj(samples::get).toList();
    try (Runners runners = new Runners()) {
      List<Contender> contenders = contenders(spikezip, graph, ways, counts, runners);
      new BenchReport(bench.run(contenders, inputs, progress)).tell(output);
    }
    return 0;
  }

  private static void checkThreads(int count) {
    if (count < 1 || count > 1024) {
      throw new SpikezipException(
          ErrorCode.USAGE, "--threads must be from 1 to 1024, found " + count);
    }
  }

  /** From {@code NAME@M}, or {@code NAME} for ternary spikes. */
  private static RunOptions way(String text) {
    int at = text.indexOf('@');
    ScheduleOption schedule = ScheduleOption.parse(at < 0 ? text : text.substring(0, at));
    String size = at < 0 ? "1" : text.substring(at + 1);
    if (schedule.isAuto() || !size.matches("[0-9]{1,9}")) {
      throw new SpikezipException(
          ErrorCode.USAGE,
          "--schedule of bench must be NAME or NAME@M, found '" + text + "'",
          "for example deadline:0.25@16");
    }
    return schedule.schedule(RunOptions.DEFAULT.withMaxSpike(Integer.parseInt(size)));
  }

  private List<Contender> contenders(
      Spikezip spikezip,
      Graph graph,
      List<RunOptions> ways,
      List<Integer> counts,
      Runners runners) {
    List<Contender> all = new ArrayList<>();
    Options shapes = VerifyCommand.shapes(graph);
    Optional<Executable> original =
        Optional.ofNullable(floatModel).map(model -> runners.original(spikezip, model, shapes));
    Optional<Executable> quantized =
        VerifyCommand.source(source, graph, this::warn)
            .map(model -> runners.original(spikezip, model, shapes));
    Executable spiking = runners.add(spikezip.load(graph, backend, Options.of(backendOptions)));
    ReferenceEvaluator reference = new ReferenceEvaluator(spikezip.hostOps());
    for (int count : counts) {
      original.ifPresent(e -> add(all, BenchReport.FLOAT, count, e, RunOptions.DEFAULT));
      quantized.ifPresent(e -> add(all, BenchReport.SOURCE, count, e, RunOptions.DEFAULT));
      all.add(
          new Contender(
              BenchReport.DENSE,
              count,
              sample -> {
                reference.evaluate(graph, sample);
                return Activity.NONE;
              }));
      for (RunOptions way : ways) {
        add(all, way.schedule() + "@" + way.maxSpike(), count, spiking, way);
      }
    }
    return all;
  }

  /** With so many threads, unless the executable is for one at a time. */
  private static void add(
      List<Contender> all, String name, int threads, Executable executable, RunOptions options) {
    if (threads == 1 || executable.isThreadSafe()) {
      all.add(
          new Contender(
              name,
              threads,
              sample -> executable.run(sample, options, RunListener.NONE).activity()));
    }
  }

  /** What runs, and must be closed. */
  private static final class Runners implements AutoCloseable {
    private final List<Executable> executables = new ArrayList<>();
    private final List<SourceModel> models = new ArrayList<>();

    Executable add(Executable executable) {
      executables.add(executable);
      return executable;
    }

    /** A model in the runtime of its own format, or else as floats. */
    Executable original(Spikezip spikezip, Path file, Options shapes) {
      SourceModel model = spikezip.openModel(file, shapes);
      models.add(model);
      return add(
          model
              .original(List.of())
              .orElseGet(() -> spikezip.loadFloat(model.graph(), Options.NONE)));
    }

    @Override
    public void close() {
      executables.forEach(Executable::close);
      models.forEach(SourceModel::close);
    }
  }
}
