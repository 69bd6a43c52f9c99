package org.spikezip.host;

import com.google.inject.Guice;
import com.google.inject.Stage;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.spikezip.api.Backend;
import org.spikezip.api.Executable;
import org.spikezip.api.Exported;
import org.spikezip.api.Frontend;
import org.spikezip.api.HostOps;
import org.spikezip.api.Options;
import org.spikezip.api.Pass;
import org.spikezip.api.Progress;
import org.spikezip.api.Samples;
import org.spikezip.api.SourceModel;
import org.spikezip.host.compile.Compilation;
import org.spikezip.host.compile.HostVersion;
import org.spikezip.host.compile.PassPipeline;
import org.spikezip.host.model.ModelOpener;
import org.spikezip.host.plugin.Found;
import org.spikezip.host.plugin.PluginCatalog;
import org.spikezip.host.plugin.PluginInfo;
import org.spikezip.host.run.FloatHostOps;
import org.spikezip.host.run.GraphLoader;
import org.spikezip.host.verify.LayerComparison;
import org.spikezip.host.verify.LayerFidelity;
import org.spikezip.host.verify.Verification;
import org.spikezip.host.verify.VerificationReport;
import org.spikezip.host.verify.VerificationRequest;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.artifact.Artifact;
import org.spikezip.ir.op.OpSet;

/**
 * The compiler as a library: opens models, compiles them, runs and proves what came out, with
 * whatever plugins were found. Thread-safe. Close it when nothing that it made is in use any more.
 */
public final class Spikezip implements AutoCloseable {
  private final PluginCatalog catalog;
  private final ModelOpener opener;
  private final PassPipeline pipeline;
  private final GraphLoader loader;
  private final FloatHostOps hostOps;
  private final Verification verification;

  @Inject
  Spikezip(
      PluginCatalog catalog,
      ModelOpener opener,
      PassPipeline pipeline,
      GraphLoader loader,
      FloatHostOps hostOps,
      Verification verification) {
    this.catalog = catalog;
    this.opener = opener;
    this.pipeline = pipeline;
    this.loader = loader;
    this.hostOps = hostOps;
    this.verification = verification;
  }

  /**
   * Finds the plugins and wires them. A broken plugin is no error: {@link #plugins} tells of it.
   *
   * @throws SpikezipException USAGE if the plugin folder is none
   */
  public static Spikezip open(HostOptions options) {
    PluginCatalog catalog = PluginCatalog.find(options.applicationLoader(), options.pluginFolder());
    return Guice.createInjector(Stage.DEVELOPMENT, new HostModule(catalog))
        .getInstance(Spikezip.class);
  }

  /** The version of spikezip. */
  public static String version() {
    return HostVersion.text();
  }

  /** Every plugin that was found, by id, broken ones included. */
  public List<PluginInfo> plugins() {
    return catalog.plugins();
  }

  /** By id. */
  public List<Found<Frontend>> frontends() {
    return catalog.frontends();
  }

  /** By id; {@link PassPipeline} says which run when. */
  public List<Found<Pass>> passes() {
    return catalog.passes();
  }

  /** By id. */
  public List<Found<Backend>> backends() {
    return catalog.backends();
  }

  /** The canonical operators and those of all plugins. */
  public OpSet operators() {
    return catalog.operators();
  }

  /**
   * Opens a model with the first frontend, by id, that accepts it. The metadata of its graph say
   * {@code source.path}, as given here, and {@code source.frontend}.
   *
   * @throws SpikezipException MALFORMED if there is no such file, it cannot be read, or no frontend
   *     knows it; what the frontend throws otherwise
   */
  public SourceModel openModel(Path model) {
    return openModel(model, Options.NONE);
  }

  /**
   * As {@link #openModel(Path)}.
   *
   * @param options {@code shape} tells what a file does not say of its inputs
   */
  public SourceModel openModel(Path model, Options options) {
    return opener.open(model, options);
  }

  /**
   * Compiles a model into a spiking network.
   *
   * @param options what passes shall know; kept in the metadata as {@code options.NAME}
   * @param calibration data to calibrate on, for models that are not quantized
   * @throws SpikezipException what a pass throws; UNSUPPORTED if a pass is missing; INTERNAL if a
   *     pass makes a graph that does not hold
   */
  public Compilation compile(
      SourceModel model, Options options, Optional<Samples> calibration, Progress progress) {
    return compileTo(org.spikezip.ir.Stage.SPIKING, model, options, calibration, progress);
  }

  /**
   * Compiles a model up to a stage, with the passes that keep that stage.
   *
   * @throws SpikezipException as {@link #compile}
   */
  public Compilation compileTo(
      org.spikezip.ir.Stage stage,
      SourceModel model,
      Options options,
      Optional<Samples> calibration,
      Progress progress) {
    return pipeline.compile(model.graph(), stage, options, calibration, progress);
  }

  /**
   * Reads a compiled network.
   *
   * @throws SpikezipException MALFORMED if it is broken, UNSUPPORTED if it needs an operator that
   *     no plugin defines
   */
  public Graph read(Path artifact) {
    return Artifact.read(artifact, catalog.operators());
  }

  /**
   * Writes a compiled network, wholly or not at all.
   *
   * @throws SpikezipException USAGE if it cannot be written
   */
  public void write(Graph graph, Path artifact) {
    Artifact.write(graph, artifact);
  }

  /**
   * Makes a spiking network ready to run.
   *
   * @param backend id of a backend
   * @throws SpikezipException USAGE if there is no such backend or it runs no spiking networks,
   *     UNAVAILABLE if it cannot work here, UNSUPPORTED with all reasons if it cannot take the
   *     graph
   */
  public Executable load(Graph spiking, String backend, Options options) {
    return loader.load(spiking, backend, options);
  }

  /**
   * Makes a graph of stage IMPORTED or CANONICAL ready to run in float.
   *
   * @throws SpikezipException UNAVAILABLE if no backend can here, UNSUPPORTED if none can take the
   *     graph
   */
  public Executable loadFloat(Graph graph, Options options) {
    return loader.loadFloat(graph, options);
  }

  /**
   * Writes a network for use elsewhere, into a folder, which is made if need be.
   *
   * @throws SpikezipException as {@link #load}
   */
  public Exported export(Graph spiking, String backend, Path folder, Options options) {
    return loader.export(spiking, backend, folder, options);
  }

  /** Evaluates operators that are not canonical; lives as long as this. */
  public HostOps hostOps() {
    return hostOps;
  }

  /**
   * Proves on data that a network equals its quantized network.
   *
   * @throws SpikezipException if a sample does not fit or something cannot run; a mismatch is no
   *     error but stands in the report
   */
  public VerificationReport verify(VerificationRequest request) {
    return verification.verify(request);
  }

  /**
   * Compares the float model with a network's quantized network, layer by layer.
   *
   * @param most how many samples, from the first
   * @return the layers of neurons whose operand the float model has too, in their order
   */
  public List<LayerFidelity> compareLayers(
      Graph network, SourceModel floatModel, Samples samples, int most) {
    Graph floats =
        compileTo(
                org.spikezip.ir.Stage.CANONICAL,
                floatModel,
                Options.NONE,
                Optional.empty(),
                Progress.NONE)
            .graph();
    return LayerComparison.of(network, floats).compare(samples, most, loader, hostOps);
  }

  @Override
  public void close() {
    hostOps.close();
    catalog.close();
  }
}
