package org.spikezip.host.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Enumeration;
import java.util.List;

/**
 * Loads one plugin from its own jars. It sees the platform and, of the host, only what plugins are
 * written against; so two plugins, or a plugin and the host, may bring different versions of one
 * library.
 */
final class PluginClassLoader extends URLClassLoader {
  static {
    ClassLoader.registerAsParallelCapable();
  }

  private static final List<String> SHARED =
      List.of("org.spikezip.ir.", "org.spikezip.api.", "org.slf4j.");

  private final ClassLoader host;

  /**
   * A loader for one plugin.
   *
   * @param name for stack traces
   * @param urls its jars and class folders
   * @param host where the shared packages come from
   */
  PluginClassLoader(String name, List<URL> urls, ClassLoader host) {
    super(name, urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    this.host = host;
  }

  /** Shared packages come from the host alone, even where the plugin's jar holds copies. */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return SHARED.stream().anyMatch(name::startsWith)
        ? host.loadClass(name)
        : super.loadClass(name, resolve);
  }

  /** Only the plugin's own: a service file of the platform names no plugin. */
  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return findResources(name);
  }
}
