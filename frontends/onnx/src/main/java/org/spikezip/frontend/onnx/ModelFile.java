package org.spikezip.frontend.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.spikezip.frontend.onnx.proto.ModelProto;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * An ONNX file, parsed but not yet understood. Weights in it are slices of the mapped file.
 *
 * @param path where it lies
 * @param bytes all of it, read-only
 * @param proto the parsed message
 */
record ModelFile(Path path, ByteBuffer bytes, ModelProto proto) {
  /** Subgraphs in subgraphs; a level of nesting takes four messages. */
  private static final int MAX_MESSAGE_DEPTH = 80;

  /**
   * Reads a file.
   *
   * @throws SpikezipException MALFORMED if there is none, or it is something else than ONNX
   */
  static ModelFile read(Path path) {
    ByteBuffer bytes = map(path);
    refuseOtherFormats(bytes);
    try {
      CodedInputStream input = UnsafeByteOperations.unsafeWrap(bytes.duplicate()).newCodedInput();
      input.enableAliasing(true);
      input.setRecursionLimit(MAX_MESSAGE_DEPTH);
      ModelProto proto = ModelProto.parseFrom(input);
      if (!proto.hasGraph()) {
        throw new SpikezipException(
            ErrorCode.MALFORMED,
            "this is no ONNX model: it holds no graph",
            "give the .onnx file that the exporter wrote");
      }
      return new ModelFile(path, bytes, proto);
    } catch (InvalidProtocolBufferException e) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "this is no ONNX model, or it is cut off or damaged: " + e.getMessage(),
          "compare its size (" + bytes.limit() + " bytes) with the original, or fetch it again",
          e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The SHA-256 of the file, in hexadecimal. */
  String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes.duplicate());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static ByteBuffer map(Path path) {
    if (!Files.isRegularFile(path)) {
      String what =
          Files.isDirectory(path) ? "this is a folder, not a file" : "there is no such file";
      throw new SpikezipException(ErrorCode.MALFORMED, what, "check the path");
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size == 0) {
        throw new SpikezipException(ErrorCode.MALFORMED, "the file is empty");
      }
      if (size > Integer.MAX_VALUE) {
        throw new SpikezipException(
            ErrorCode.MALFORMED,
            "an ONNX file has at most 2 GiB, found " + size + " bytes",
            "export the model with external data");
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static void refuseOtherFormats(ByteBuffer bytes) {
    byte[] head = new byte[Math.min(64, bytes.limit())];
    bytes.get(0, head);
    String text = new String(head, StandardCharsets.ISO_8859_1);
    String start = text.stripLeading().toLowerCase(Locale.ROOT);
    if (text.startsWith("version https://git-lfs")) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "this is a Git LFS pointer, not the model itself",
          "run 'git lfs pull' where it was cloned");
    }
    if (start.startsWith("<!doctype") || start.startsWith("<html") || start.startsWith("<?xml")) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "this is a web page, not a model",
          "download the file itself, not the page that shows it");
    }
    if (text.startsWith("PK\u0003\u0004")) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "this is a zip archive, not an ONNX file",
          "unpack it; TorchScript and .pt2 files belong to the torch frontend");
    }
  }

  private static SpikezipException unreadable(IOException e) {
    return new SpikezipException(
        ErrorCode.MALFORMED, "cannot read it: " + e.getMessage(), "check its permissions", e);
  }
}
