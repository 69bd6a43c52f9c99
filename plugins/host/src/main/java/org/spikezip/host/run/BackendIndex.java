package org.spikezip.host.run;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.spikezip.api.Availability;
import org.spikezip.api.Availability.Unavailable;
import org.spikezip.api.Backend;
import org.spikezip.api.Backend.Capability;
import org.spikezip.api.Support;
import org.spikezip.api.Support.Unsupported;
import org.spikezip.host.plugin.Found;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;

/** Finds the backend for a task, or says why there is none. */
public final class BackendIndex {
  private final List<Found<Backend>> backends;

  @Inject
  BackendIndex(Set<Found<Backend>> backends) {
    this.backends = backends.stream().sorted(Comparator.comparing(Found::id)).toList();
  }

  /**
   * The backend of this id, which can do this, works here and takes the graph.
   *
   * @throws SpikezipException USAGE if there is no such backend or it cannot do this, UNAVAILABLE
   *     if it cannot work here, UNSUPPORTED with all reasons if it cannot take the graph
   */
  Backend require(String id, Capability capability, Graph graph) {
    Backend backend = named(id);
    if (!backend.capabilities().contains(capability)) {
      throw new SpikezipException(
          ErrorCode.USAGE,
          "backend '" + id + "' does not " + verb(capability),
          able(capability).isEmpty() ? "" : "these do: " + String.join(", ", able(capability)));
    }
    if (backend.availability() instanceof Unavailable unavailable) {
      throw unavailable(id, unavailable);
    }
    if (backend.support(graph) instanceof Unsupported unsupported) {
      throw unsupported(id, graph, unsupported);
    }
    return backend;
  }

  /**
   * The first backend, by id, that runs such a graph in float here.
   *
   * @throws SpikezipException UNAVAILABLE if none works here, UNSUPPORTED if none of those that do
   *     takes the graph
   */
  Backend requireFloat(Graph graph) {
    List<SpikezipException> refusals = new ArrayList<>();
    for (Found<Backend> found : backends) {
      Backend backend = found.component();
      if (!backend.capabilities().contains(Capability.FLOAT)) {
        continue;
      }
      Availability availability = backend.availability();
      if (availability instanceof Unavailable unavailable) {
        refusals.add(unavailable(found.id(), unavailable));
        continue;
      }
      Support support = backend.support(graph);
      if (support instanceof Unsupported unsupported) {
        refusals.add(unsupported(found.id(), graph, unsupported));
        continue;
      }
      return backend;
    }
    throw refusals.stream()
        .filter(e -> e.code() == ErrorCode.UNSUPPORTED)
        .findFirst()
        .or(() -> refusals.stream().findFirst())
        .orElseGet(
            () ->
                new SpikezipException(
                    ErrorCode.UNAVAILABLE,
                    "no backend runs graphs in float; found are " + ids(),
                    "install a plugin that does, such as spikezip-backend-onnx"));
  }

  private Backend named(String id) {
    for (Found<Backend> found : backends) {
      if (found.id().equals(id)) {
        return found.component();
      }
    }
    String remedy =
        Spelling.nearest(id, ids())
            .map(near -> "did you mean '" + near + "'?")
            .orElse("'spikezip plugins' tells what was found and what is broken");
    throw new SpikezipException(
        ErrorCode.USAGE, "there is no backend '" + id + "'; found are " + ids(), remedy);
  }

  private List<String> ids() {
    return backends.stream().map(Found::id).toList();
  }

  private List<String> able(Capability capability) {
    return backends.stream()
        .filter(f -> f.component().capabilities().contains(capability))
        .map(Found::id)
        .toList();
  }

  private static String verb(Capability capability) {
    return switch (capability) {
      case SPIKING -> "run spiking networks";
      case FLOAT -> "run graphs in float";
      case EXPORT -> "export";
    };
  }

  private static SpikezipException unavailable(String id, Unavailable why) {
    return new SpikezipException(
        ErrorCode.UNAVAILABLE,
        "backend '" + id + "' is not available: " + why.reason(),
        why.remedy());
  }

  private static SpikezipException unsupported(String id, Graph graph, Unsupported why) {
    return new SpikezipException(
        ErrorCode.UNSUPPORTED,
        why.reasons().stream()
            .collect(
                Collectors.joining(
                    "; ", "backend '" + id + "' cannot take \"" + graph.name() + "\": ", "")),
        "take another one; 'spikezip backends' lists them");
  }
}
