package org.spikezip.host.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * One entry of the plugin folder: a jar, or a folder of jars or of classes.
 *
 * @param origin the jar or the folder
 * @param jars what its class loader searches, in order
 */
record PluginSource(Path origin, List<URL> jars) {
  PluginSource {
    jars = List.copyOf(jars);
  }

  /**
   * The entries of a plugin folder by name; files other than jars and hidden entries are no
   * plugins.
   *
   * @throws SpikezipException USAGE if it is no readable folder
   */
  static List<PluginSource> in(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new SpikezipException(
          ErrorCode.USAGE,
          "the plugin folder '"
              + folder
              + "' "
              + (Files.exists(folder) ? "is no folder" : "does not exist"),
          "create it, or leave the plugin folder out");
    }
    try {
      List<PluginSource> sources = new ArrayList<>();
      for (Path entry : entries(folder)) {
        if (isJar(entry)) {
          sources.add(new PluginSource(entry, List.of(url(entry))));
        } else if (Files.isDirectory(entry)) {
          sources.add(new PluginSource(entry, jarsIn(entry)));
        }
      }
      return sources;
    } catch (IOException | UncheckedIOException e) {
      throw new SpikezipException(
          ErrorCode.USAGE,
          "the plugin folder '" + folder + "' cannot be read: " + e.getMessage(),
          "check its permissions",
          e);
    }
  }

  private static List<URL> jarsIn(Path folder) throws IOException {
    List<URL> urls = new ArrayList<>();
    urls.add(url(folder));
    for (Path entry : entries(folder)) {
      if (isJar(entry)) {
        urls.add(url(entry));
      }
    }
    return urls;
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(e -> !e.getFileName().toString().startsWith(".")).sorted().toList();
    }
  }

  private static boolean isJar(Path entry) {
    return entry.getFileName().toString().endsWith(".jar") && Files.isRegularFile(entry);
  }

  private static URL url(Path path) throws MalformedURLException {
    return path.toUri().toURL();
  }
}
