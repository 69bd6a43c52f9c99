package org.spikezip.host.fake;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.spikezip.api.Availability;
import org.spikezip.api.Availability.Available;
import org.spikezip.api.Availability.Unavailable;
import org.spikezip.api.Backend;
import org.spikezip.api.BackendContext;
import org.spikezip.api.Executable;
import org.spikezip.api.Exported;
import org.spikezip.api.Options;
import org.spikezip.api.RunResult;
import org.spikezip.api.Support;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Tensor;

/** A backend that does what a test says. Keeps the executables that it made. */
public final class FakeBackend implements Backend {
  private final String id;
  private final Set<Capability> capabilities;
  private final BiFunction<Graph, Map<String, Tensor>, RunResult> semantics;
  private final Availability availability;
  private final List<String> reasons;
  private final boolean threadSafe;
  private final List<FakeExecutable> made = new CopyOnWriteArrayList<>();
  private final List<Path> exported = new CopyOnWriteArrayList<>();

  private FakeBackend(
      String id,
      Set<Capability> capabilities,
      BiFunction<Graph, Map<String, Tensor>, RunResult> semantics,
      Availability availability,
      List<String> reasons,
      boolean threadSafe) {
    this.id = id;
    this.capabilities = capabilities;
    this.semantics = semantics;
    this.availability = availability;
    this.reasons = reasons;
    this.threadSafe = threadSafe;
  }

  public static FakeBackend of(
      String id,
      Set<Capability> capabilities,
      BiFunction<Graph, Map<String, Tensor>, RunResult> semantics) {
    return new FakeBackend(id, capabilities, semantics, new Available("fake"), List.of(), true);
  }

  public FakeBackend unavailable(String reason, String remedy) {
    return new FakeBackend(
        id, capabilities, semantics, new Unavailable(reason, remedy), reasons, threadSafe);
  }

  public FakeBackend refusing(String... why) {
    return new FakeBackend(id, capabilities, semantics, availability, List.of(why), threadSafe);
  }

  public FakeBackend oneThread() {
    return new FakeBackend(id, capabilities, semantics, availability, reasons, false);
  }

  public List<FakeExecutable> made() {
    return made;
  }

  public List<Path> exported() {
    return exported;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String description() {
    return "fake " + id;
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public Availability availability() {
    return availability;
  }

  @Override
  public Support support(Graph graph) {
    return reasons.isEmpty() ? new Support.Supported() : new Support.Unsupported(reasons);
  }

  @Override
  public Executable compile(Graph graph, Options options, BackendContext context) {
    FakeExecutable executable =
        new FakeExecutable(inputs -> semantics.apply(graph, inputs), threadSafe);
    made.add(executable);
    return executable;
  }

  @Override
  public Exported export(Graph graph, Path folder, Options options) {
    options.flag("whole", true);
    exported.add(folder);
    return new Exported(List.of(), List.of());
  }
}
