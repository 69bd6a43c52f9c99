package org.spikezip.host.run;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.spikezip.api.Backend;
import org.spikezip.api.HostOps;
import org.spikezip.host.plugin.Found;
import org.spikezip.host.plugin.PluginInfo;

/** Opens the constructors of this package to the tests of others. */
public final class TestLoader {
  private static final PluginInfo PLUGIN = new PluginInfo("p", "1", "p.jar", Optional.empty());

  private TestLoader() {}

  public static GraphLoader of(HostOps hostOps, Backend... backends) {
    return new GraphLoader(index(backends), hostOps);
  }

  static BackendIndex index(Backend... backends) {
    Set<Found<Backend>> found = new LinkedHashSet<>();
    for (Backend backend : backends) {
      found.add(new Found<>(backend.id(), backend, PLUGIN));
    }
    return new BackendIndex(found);
  }
}
