package org.spikezip.frontend.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** Fingerprints of files. */
final class Digest {
  private static final int CHUNK = 1 << 20;

  private Digest() {}

  /** The SHA-256 of a file, in hexadecimal. */
  static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] chunk = new byte[CHUNK];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, "cannot read it: " + e.getMessage(), "check its permissions", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
