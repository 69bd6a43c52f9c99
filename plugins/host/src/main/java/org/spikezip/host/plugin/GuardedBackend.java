package org.spikezip.host.plugin;

import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;
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

/**
 * A plugin's backend whose faults are told as its own: one that breaks when asked whether it can
 * work cannot, and what it throws otherwise names it and its plugin.
 */
record GuardedBackend(Backend backend, String id, PluginInfo plugin) implements Backend {
  @Override
  public String description() {
    return backend.description();
  }

  @Override
  public Set<Capability> capabilities() {
    return backend.capabilities();
  }

  @Override
  public Availability availability() {
    try {
      return backend.availability();
    } catch (RuntimeException | LinkageError e) {
      return new Availability.Unavailable("it is broken: " + Fault.describe(e), remedy());
    }
  }

  @Override
  public Support support(Graph graph) {
    return guarded(() -> backend.support(graph));
  }

  @Override
  public Executable compile(Graph graph, Options options, BackendContext context) {
    return guarded(() -> backend.compile(graph, options, context));
  }

  @Override
  public Exported export(Graph graph, Path folder, Options options) {
    return guarded(() -> backend.export(graph, folder, options));
  }

  private <T> T guarded(Supplier<T> task) {
    try {
      return task.get();
    } catch (SpikezipException e) {
      throw e;
    } catch (LinkageError e) {
      throw failed(ErrorCode.UNAVAILABLE, e);
    } catch (RuntimeException e) {
      throw failed(ErrorCode.INTERNAL, e);
    }
  }

  private SpikezipException failed(ErrorCode code, Throwable e) {
    return new SpikezipException(
        code,
        "backend '" + id + "' of plugin '" + plugin.id() + "' failed: " + Fault.describe(e),
        remedy(),
        e);
  }

  private String remedy() {
    return "report it to the authors of plugin '" + plugin.id() + "'";
  }
}
