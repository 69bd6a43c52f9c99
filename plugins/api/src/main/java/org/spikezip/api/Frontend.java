package org.spikezip.api;

import java.nio.file.Path;

/** Reads models of one format. */
public interface Frontend {
  /** A short name, unique among frontends, such as {@code onnx}. */
  String id();

  /** One line for people: formats and versions. */
  String description();

  /** Whether the file looks like this format, judged by a few bytes; false if it cannot be read. */
  boolean accepts(Path model);

  /**
   * Reads a model. Never runs code from it, follows a path out of its folder, or allocates more
   * than its size justifies.
   *
   * @throws org.spikezip.ir.SpikezipException MALFORMED if the file is broken, UNSUPPORTED if it
   *     cannot be compiled
   */
  SourceModel open(Path model);

  /**
   * Reads a model of a format that does not say all of its inputs; others need only {@link
   * #open(Path)}.
   *
   * @param options what the user asked for; each frontend documents the names that it reads
   * @throws org.spikezip.ir.SpikezipException as {@link #open(Path)}
   */
  default SourceModel open(Path model, Options options) {
    return open(model);
  }
}
