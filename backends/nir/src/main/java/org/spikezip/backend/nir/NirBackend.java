package org.spikezip.backend.nir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spikezip.api.Availability;
import org.spikezip.api.Backend;
import org.spikezip.api.BackendContext;
import org.spikezip.api.Executable;
import org.spikezip.api.Exported;
import org.spikezip.api.Options;
import org.spikezip.api.Support;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;

/**
 * Writes networks in the Neuromorphic Intermediate Representation.
 *
 * <p>Options: {@code skeleton}, whether to write the part that NIR can say where it cannot say all
 * (false).
 */
public final class NirBackend implements Backend {
  private static final List<String> OPTIONS = List.of("skeleton");

  @Override
  public String id() {
    return "nir";
  }

  @Override
  public String description() {
    return "exports networks to the Neuromorphic Intermediate Representation";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.EXPORT);
  }

  @Override
  public Availability availability() {
    return new Availability.Available("NIR 1.0, HDF5");
  }

  /** Whether it is a spiking network; of which parts NIR can say only {@link #export} knows. */
  @Override
  public Support support(Graph graph) {
    return graph.stage() == Stage.SPIKING
        ? new Support.Supported()
        : new Support.Unsupported(
            List.of("backend 'nir' takes graphs of stage SPIKING, found " + graph.stage()));
  }

  @Override
  public Executable compile(Graph graph, Options options, BackendContext context) {
    throw new SpikezipException(
        ErrorCode.USAGE, "backend 'nir' exports networks and does not run them");
  }

  @Override
  public Exported export(Graph graph, Path folder, Options options) {
    for (String name : options.values().keySet()) {
      if (!OPTIONS.contains(name)) {
        throw new SpikezipException(
            ErrorCode.USAGE, "backend 'nir' has no option '" + name + "'; it has " + OPTIONS);
      }
    }
    if (support(graph) instanceof Support.Unsupported unsupported) {
      throw new SpikezipException(ErrorCode.UNSUPPORTED, unsupported.reasons().get(0));
    }
    NirTranslation.Said said = NirTranslation.of(graph);
    boolean whole = said.reasons().isEmpty();
    boolean skeleton = options.flag("skeleton", false);
    if (!whole && (!skeleton || said.nir().nodes().isEmpty())) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "NIR cannot say this network; it has " + String.join("; ", said.reasons()),
          skeleton ? "" : "--skeleton writes the part that it can; --backend onnx all of it");
    }
    Map<String, String> about = new LinkedHashMap<>();
    about.put("spikezip.network", graph.name());
    about.put("spikezip.form", whole ? "whole" : "skeleton");
    Path file = folder.resolve("network.nir");
    NirFile.write(file, said.nir(), about);
    return new Exported(List.of(file), notes(said));
  }

  private static List<String> notes(NirTranslation.Said said) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "the network at rest, exactly: the thresholds of a layer add up to its codes less S_min");
    if (!said.reasons().isEmpty()) {
      notes.add(
          "cut out, with an output out.ID for each value that goes in and an input in.ID for each"
              + " that comes out; NIR has "
              + String.join("; ", said.reasons()));
    }
    return notes;
  }
}
