package org.spikezip.host.model;

import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spikezip.api.Frontend;
import org.spikezip.api.Options;
import org.spikezip.api.SourceModel;
import org.spikezip.host.plugin.Found;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** Opens a model with the frontend that knows it. */
public final class ModelOpener {
  private static final Logger LOG = LoggerFactory.getLogger(ModelOpener.class);

  private final List<Found<Frontend>> frontends;

  @Inject
  ModelOpener(Set<Found<Frontend>> frontends) {
    this.frontends = frontends.stream().sorted(Comparator.comparing(Found::id)).toList();
  }

  /**
   * Opens a model.
   *
   * @param options for its frontend
   * @throws SpikezipException MALFORMED if there is no such file, it cannot be read or no frontend
   *     knows it; INTERNAL if a frontend breaks; what the frontend throws otherwise
   */
  public SourceModel open(Path model, Options options) {
    byte[] prefix = prefix(model);
    for (Found<Frontend> frontend : frontends) {
      if (accepts(frontend, model)) {
        return open(frontend, model, options);
      }
    }
    FileKind.Guess guess = FileKind.of(prefix);
    String known =
        frontends.stream()
            .map(f -> f.id() + " (" + f.component().description() + ")")
            .collect(Collectors.joining(", "));
    throw new SpikezipException(
        ErrorCode.MALFORMED,
        model
            + ": no frontend knows this file, it looks like "
            + guess.words()
            + "; known formats: "
            + (known.isEmpty() ? "none, since no plugin offers a frontend" : known),
        guess.remedy());
  }

  private static byte[] prefix(Path model) {
    if (!Files.exists(model)) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, model + ": there is no such file", "check the path");
    }
    if (Files.isDirectory(model)) {
      throw malformed(model, "is a folder, expected a file");
    }
    if (!Files.isRegularFile(model)) {
      throw malformed(model, "is no regular file");
    }
    try (InputStream in = Files.newInputStream(model)) {
      return in.readNBytes(FileKind.PREFIX);
    } catch (IOException e) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          model + ": cannot be read: " + e.getMessage(),
          "check its permissions",
          e);
    }
  }

  private static SpikezipException malformed(Path model, String what) {
    return new SpikezipException(ErrorCode.MALFORMED, model + ": " + what);
  }

  private static boolean accepts(Found<Frontend> frontend, Path model) {
    try {
      return frontend.component().accepts(model);
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("frontend {} cannot say whether it knows {}", frontend.id(), model, e);
      return false;
    }
  }

  private static SourceModel open(Found<Frontend> frontend, Path model, Options options) {
    try {
      return OpenedModel.of(frontend.component().open(model, options), model, frontend.id());
    } catch (SpikezipException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw new SpikezipException(
          ErrorCode.INTERNAL,
          model
              + ": frontend '"
              + frontend.id()
              + "' of plugin '"
              + frontend.plugin().id()
              + "' failed: "
              + e,
          "report it to the authors of that plugin",
          e);
    }
  }
}
