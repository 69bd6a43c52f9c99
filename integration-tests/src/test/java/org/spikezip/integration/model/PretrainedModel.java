package org.spikezip.integration.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.spikezip.integration.Repository;

/**
 * A sentence encoder from Maven Central, which the build copies into {@code target/models}.
 *
 * @param model the ONNX file
 * @param tokenizer its tokenizer.json
 */
record PretrainedModel(Path model, Path tokenizer) {
  private static final String JARS = "integration-tests/target/models/langchain4j-embeddings-";

  /** What is tested, and what must come out. */
  enum Encoder {
    ALL_MINILM_L6_V2("all-minilm-l6-v2", "all-minilm-l6-v2", 6, 37, 0.94),
    BGE_SMALL_EN_V15("bge-small-en-v15", "bge-small-en-v1.5", 12, 72, 0.94);

    final String artifact;
    final String file;
    final int blocks;

    /** Products with weights: six a block, and the pooler's where the file has one. */
    final int synapses;

    /** Bound of the mean cosine between our token vectors and the float model's. */
    final double cosine;

    Encoder(String artifact, String file, int blocks, int synapses, double cosine) {
      this.artifact = artifact;
      this.file = file;
      this.blocks = blocks;
      this.synapses = synapses;
      this.cosine = cosine;
    }
  }

  /** Takes the model out of its jar. */
  static PretrainedModel unpack(Encoder encoder, Path folder) throws IOException {
    Path jar = Repository.root().resolve(JARS + encoder.artifact + ".jar");
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return new PretrainedModel(
          unpack(zip, encoder.file + ".onnx", folder),
          unpack(zip, encoder.file + "-tokenizer.json", folder));
    }
  }

  private static Path unpack(ZipFile zip, String name, Path folder) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    Path file = folder.resolve(name);
    try (InputStream in = zip.getInputStream(entry)) {
      Files.copy(in, file);
    }
    return file;
  }
}
