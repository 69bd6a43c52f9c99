package org.spikezip.host.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * One entry of the plugin folder: a jar, or a folder of jars or of classes.
 *
 * @param origin the jar or the folder
 * @param parts what its class loader searches, in order: jars, and folders of classes
 */
record PluginSource(Path origin, List<Path> parts) {
  PluginSource {
    parts = List.copyOf(parts);
  }

  /** As {@link #parts}, for a class loader. */
  List<URL> urls() {
    return parts.stream().map(PluginSource::url).toList();
  }

  /** Why a jar of it cannot be used, which class loaders do not tell; empty if all can. */
  Optional<String> fault() {
    for (Path part : parts) {
      if (!Files.isReadable(part)) {
        return Optional.of(part.getFileName() + " cannot be read: check its permissions");
      }
      if (!Files.isDirectory(part)) {
        try (JarFile jar = new JarFile(part.toFile())) {
          jar.getManifest();
        } catch (IOException | RuntimeException e) {
          return Optional.of(part.getFileName() + " is no jar, or broken: " + e.getMessage());
        }
      }
    }
    return Optional.empty();
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
          sources.add(new PluginSource(entry, List.of(entry)));
        } else if (Files.isDirectory(entry)) {
          sources.add(new PluginSource(entry, partsIn(entry)));
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

  private static List<Path> partsIn(Path folder) throws IOException {
    List<Path> parts = new ArrayList<>();
    parts.add(folder);
    for (Path entry : entries(folder)) {
      if (isJar(entry)) {
        parts.add(entry);
      }
    }
    return parts;
  }

  private static List<Path> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(e -> !e.getFileName().toString().startsWith(".")).sorted().toList();
    }
  }

  private static boolean isJar(Path entry) {
    return entry.getFileName().toString().endsWith(".jar") && Files.isRegularFile(entry);
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
