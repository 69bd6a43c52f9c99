package org.spikezip.host.plugin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.api.Backend;
import org.spikezip.api.Frontend;
import org.spikezip.api.Pass;
import org.spikezip.api.Plugin;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.op.OpSet;

/** Collects what plugins offer; takes all of a plugin or nothing. */
final class Offers {
  private static final List<Stage> STAGES = List.of(Stage.values());

  private final Map<String, PluginInfo> accepted = new HashMap<>();
  private final Shelf<Frontend> frontends = new Shelf<>("frontend", Frontend.class, Frontend::id);
  private final Shelf<Pass> passes = new Shelf<>("pass", Pass.class, Pass::id);
  private final Shelf<Backend> backends = new Shelf<>("backend", Backend.class, Backend::id);
  private OpSet operators = OpSet.canonical();

  Shelf<Frontend> frontends() {
    return frontends;
  }

  Shelf<Pass> passes() {
    return passes;
  }

  Shelf<Backend> backends() {
    return backends;
  }

  OpSet operators() {
    return operators;
  }

  /**
   * Asks a plugin all that it offers.
   *
   * @return what there is to tell of it: its own id, and an error if it was not taken
   */
  PluginInfo add(Plugin plugin, PluginInfo known) {
    PluginInfo info = known;
    try {
      info = new PluginInfo(id(plugin), known.version(), known.origin(), Optional.empty());
      take(plugin, info);
      return info;
    } catch (Throwable e) {
      return info.broken(Fault.describe(e));
    }
  }

  private static String id(Plugin plugin) {
    String id = plugin.id();
    if (id == null || !id.matches(Shelf.ID)) {
      throw unusable("its id must match " + Shelf.ID + ", found '" + id + "'");
    }
    return id;
  }

  private void take(Plugin plugin, PluginInfo info) {
    PluginInfo first = accepted.get(info.id());
    if (first != null) {
      throw unusable(
          "duplicate id: plugin '" + info.id() + "' was found in " + first.origin() + " already");
    }
    List<Found<Frontend>> moreFrontends = frontends.check(plugin.frontends(), info);
    List<Found<Pass>> morePasses = passes.check(plugin.passes(), info);
    List<Found<Backend>> moreBackends =
        backends.check(plugin.backends(), info).stream().map(f -> guarded(f, info)).toList();
    for (Found<Pass> pass : morePasses) {
      int steps = STAGES.indexOf(pass.component().to()) - STAGES.indexOf(pass.component().from());
      if (steps != 0 && steps != 1) {
        throw unusable(
            "pass '"
                + pass.id()
                + "' must keep its stage or lead to the next, found "
                + pass.component().from()
                + " to "
                + pass.component().to());
      }
    }
    OpSet moreOperators = operators.with(plugin.ops());
    frontends.add(moreFrontends);
    passes.add(morePasses);
    backends.add(moreBackends);
    operators = moreOperators;
    accepted.put(info.id(), info);
  }

  private static Found<Backend> guarded(Found<Backend> found, PluginInfo info) {
    return new Found<>(found.id(), new GuardedBackend(found.component(), found.id(), info), info);
  }

  private static SpikezipException unusable(String message) {
    return new SpikezipException(ErrorCode.USAGE, message);
  }
}
