package org.spikezip.frontend.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives for tests: small ones made here, and those of the resources. */
public final class TestArchive {
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  /** A module of class {@code __torch__.M} without attributes. */
  public static TestArchive script(String code) {
    return new TestArchive()
        .with("version", "10\n")
        .with("constants.pkl", "\u0080\u0002).")
        .with("data.pkl", "\u0080\u0002c__torch__\nM\n)\u0081}b.")
        .with("code/__torch__.py", code);
  }

  /** A class M with this body of {@code forward(self, x: Tensor)}. */
  public static TestArchive forward(String body) {
    return script(
        "class M(Module):\n  def forward(self: __torch__.M,\n    x: Tensor) -> Tensor:\n"
            + body.indent(4));
  }

  public TestArchive with(String name, String latin1) {
    return with(name, latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  public TestArchive with(String name, byte[] content) {
    entries.put(name, content.clone());
    return this;
  }

  public TestArchive without(String name) {
    entries.remove(name);
    return this;
  }

  /** The archive as bytes, all entries in the folder {@code model}. */
  public byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry("model/" + entry.getKey()));
        zip.write(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public Path write(Path folder) {
    return write(folder, bytes());
  }

  public static Path write(Path folder, byte[] bytes) {
    try {
      return Files.write(folder.resolve("model.pt"), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An archive that torch wrote; see make_archives.py. */
  public static byte[] resource(String name) {
    try (InputStream in = TestArchive.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
