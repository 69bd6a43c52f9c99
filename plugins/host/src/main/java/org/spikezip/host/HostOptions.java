package org.spikezip.host;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the host looks for plugins.
 *
 * @param applicationLoader whose class path holds plugins, and what they share with the host
 * @param pluginFolder a folder of jars and of folders of jars, each isolated from the others; must
 *     exist
 */
public record HostOptions(ClassLoader applicationLoader, Optional<Path> pluginFolder) {
  /** The class path of the application alone. */
  public static HostOptions defaults() {
    return new HostOptions(HostOptions.class.getClassLoader(), Optional.empty());
  }

  public HostOptions withPluginFolder(Path folder) {
    return new HostOptions(applicationLoader, Optional.of(folder));
  }

  public HostOptions withApplicationLoader(ClassLoader loader) {
    return new HostOptions(loader, pluginFolder);
  }
}
