package org.spikezip.backend.onnx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.spikezip.api.Availability;
import org.spikezip.api.Backend;
import org.spikezip.api.BackendContext;
import org.spikezip.api.Executable;
import org.spikezip.api.Exported;
import org.spikezip.api.Options;
import org.spikezip.api.Support;
import org.spikezip.frontend.onnx.runtime.OrtExecutable;
import org.spikezip.frontend.onnx.runtime.OrtRuntime;
import org.spikezip.frontend.onnx.runtime.SessionSettings;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;

/**
 * Runs graphs in float in ONNX Runtime, operators of the host included. Executables are thread-safe
 * and need no {@link BackendContext}.
 *
 * <p>Options: {@code threads}, inside of one operator (1, so that results do not depend on the
 * machine); {@code optimize}, whether ONNX Runtime may rewrite the graph (true).
 */
public final class OnnxBackend implements Backend {
  private static final int MAX_THREADS = 1024;

  @Override
  public String id() {
    return "onnx";
  }

  @Override
  public String description() {
    return "runs float graphs in ONNX Runtime; exports networks as ONNX models";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.FLOAT, Capability.EXPORT);
  }

  @Override
  public Availability availability() {
    Optional<SpikezipException> problem = OrtRuntime.problem();
    return problem.isPresent()
        ? new Availability.Unavailable(
            problem.get().getMessage(), problem.get().remedy().orElse(""))
        : new Availability.Available("ONNX Runtime " + OrtRuntime.version());
  }

  @Override
  public Support support(Graph graph) {
    boolean spiking = graph.stage() == Stage.SPIKING;
    Emitters emitters = spiking ? Emitters.quantized() : Emitters.FLOAT;
    List<String> reasons = new ArrayList<>();
    if (graph.stage() == Stage.QUANTIZED) {
      reasons.add(
          "backend 'onnx' takes graphs of stages IMPORTED, CANONICAL and SPIKING, found "
              + graph.stage());
    }
    for (Node node : graph.nodes()) {
      emitters
          .problem(graph, node)
          .or(() -> spiking ? CodeEmitters.problem(graph, node) : Optional.empty())
          .ifPresent(why -> reasons.add(node.describe() + " " + why));
    }
    return reasons.isEmpty() ? new Support.Supported() : new Support.Unsupported(reasons);
  }

  @Override
  public Executable compile(Graph graph, Options options, BackendContext context) {
    if (graph.stage() == Stage.SPIKING) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "backend 'onnx' exports spiking networks and does not run them",
          "run it on another backend, such as cpu");
    }
    requireSupport(graph);
    SessionSettings settings =
        options.flag("optimize", true) ? SessionSettings.FAST : SessionSettings.LITERAL;
    OnnxModel model = OnnxWriter.write(graph);
    return OrtExecutable.load(
        List.of(model.bytes()),
        model.weights(),
        settings.withThreads(options.integer("threads", 1, 1, MAX_THREADS)));
  }

  @Override
  public Exported export(Graph graph, Path folder, Options options) {
    requireSupport(graph);
    return OnnxExport.write(graph, folder, options);
  }

  private void requireSupport(Graph graph) {
    if (support(graph) instanceof Support.Unsupported unsupported) {
      throw new SpikezipException(ErrorCode.UNSUPPORTED, String.join("; ", unsupported.reasons()));
    }
  }
}
