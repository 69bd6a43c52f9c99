package org.spikezip.host.fake;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.spikezip.api.Plugin;

/** A class path on which a service file names classes of these tests as plugins. */
public final class ServiceFile {
  private ServiceFile() {}

  /** A loader that sees the tests' class path and such a service file, made in this folder. */
  public static URLClassLoader naming(Path folder, List<Class<? extends Plugin>> plugins)
      throws IOException {
    Path list = folder.resolve("META-INF/services/" + Plugin.class.getName());
    Files.createDirectories(list.getParent());
    Files.write(list, plugins.stream().map(Class::getName).toList());
    return new URLClassLoader(
        new URL[] {folder.toUri().toURL()}, ServiceFile.class.getClassLoader());
  }
}
