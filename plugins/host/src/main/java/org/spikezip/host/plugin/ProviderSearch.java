package org.spikezip.host.plugin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.spikezip.api.Plugin;

/**
 * Asks {@link ServiceLoader} for plugins, one at a time, so that a broken one costs only itself.
 */
final class ProviderSearch {
  /** A service file so broken that its iterator never moves on must not hold us for ever. */
  private static final int MOST_FAILURES = 1000;

  private final String origin;
  private final Optional<Path> folderEntry;
  private final List<Candidate> candidates = new ArrayList<>();

  private ProviderSearch(String origin, Optional<Path> folderEntry) {
    this.origin = origin;
    this.folderEntry = folderEntry;
  }

  /** The plugins of the application's class path. */
  static List<Candidate> onClassPath(ClassLoader loader) {
    return new ProviderSearch("class path", Optional.empty()).search(loader);
  }

  /** The plugins of one entry of the plugin folder; at least one, working or not. */
  static List<Candidate> in(PluginSource source, ClassLoader loader) {
    String label = String.valueOf(source.origin().getFileName());
    String origin = source.origin().toString();
    Optional<String> fault = source.fault();
    if (fault.isPresent()) {
      return List.of(Candidate.failed(label, origin, fault.get()));
    }
    List<Candidate> found = new ProviderSearch(origin, Optional.of(source.origin())).search(loader);
    return found.isEmpty()
        ? List.of(
            Candidate.failed(
                label,
                origin,
                "no service provider of type "
                    + Plugin.class.getName()
                    + ": it needs a line in META-INF/services/"
                    + Plugin.class.getName()))
        : found;
  }

  private List<Candidate> search(ClassLoader loader) {
    Iterator<ServiceLoader.Provider<Plugin>> providers =
        ServiceLoader.load(Plugin.class, loader).stream().iterator();
    String lastFailure = "";
    for (int failures = 0; failures < MOST_FAILURES; ) {
      try {
        if (!providers.hasNext()) {
          break;
        }
        make(providers.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        String failure = Fault.describe(e);
        if (failure.equals(lastFailure)) {
          break;
        }
        lastFailure = failure;
        failures++;
        candidates.add(Candidate.failed(label(e), origin, failure));
      }
    }
    return candidates;
  }

  private void make(ServiceLoader.Provider<Plugin> provider) {
    Class<?> type = provider.type();
    Candidate candidate;
    try {
      candidate = Candidate.made(provider.get(), type, folderEntry);
    } catch (ServiceConfigurationError | LinkageError e) {
      candidate = Candidate.failed(type, folderEntry, e);
    }
    candidates.add(candidate);
  }

  /**
   * ServiceLoader tells the class only in its message: {@code …Plugin: Provider NAME not found}.
   */
  private String label(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    int at = message.indexOf("Provider ");
    return at < 0 ? origin : message.substring(at + "Provider ".length()).split("[ :]", 2)[0];
  }
}
