package org.spikezip.host.plugin;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;
import org.spikezip.api.Plugin;

/**
 * What a service file named: a plugin object, or why there is none.
 *
 * @param info what is known before the plugin was asked anything; its error says why there is no
 *     plugin
 */
record Candidate(PluginInfo info, Optional<Plugin> plugin) {
  static Candidate made(Plugin plugin, Class<?> type, Optional<Path> folderEntry) {
    return new Candidate(info(type, folderEntry), Optional.of(plugin));
  }

  static Candidate failed(Class<?> type, Optional<Path> folderEntry, Throwable why) {
    return new Candidate(info(type, folderEntry).broken(Fault.describe(why)), Optional.empty());
  }

  static Candidate failed(String label, String origin, String why) {
    return new Candidate(
        new PluginInfo(label, PluginInfo.UNKNOWN_VERSION, origin, Optional.of(why)),
        Optional.empty());
  }

  private static PluginInfo info(Class<?> type, Optional<Path> folderEntry) {
    String version =
        Optional.ofNullable(type.getPackage().getImplementationVersion())
            .orElse(PluginInfo.UNKNOWN_VERSION);
    String origin = folderEntry.map(Path::toString).orElseGet(() -> codeSource(type));
    return new PluginInfo(type.getName(), version, origin, Optional.empty());
  }

  private static String codeSource(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return "class path";
    }
    try {
      return Path.of(source.getLocation().toURI()).toString();
    } catch (URISyntaxException | RuntimeException e) {
      return source.getLocation().toString();
    }
  }
}
