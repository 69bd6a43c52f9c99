package org.spikezip.frontend.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.spikezip.frontend.onnx.proto.StringStringEntryProto;
import org.spikezip.frontend.onnx.proto.TensorProto;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * Weights in files beside the model, mapped into memory. Only files inside of the model's folder
 * are opened: a location is a relative path of plain components, and where it really leads to is
 * compared with where the folder really is.
 */
final class ExternalData {
  private final Path folder;
  private final Map<String, Path> files = new HashMap<>();

  /**
   * @param model the model's own file
   */
  ExternalData(Path model) {
    Path parent = model.toAbsolutePath().getParent();
    this.folder = parent;
  }

  /**
   * The bytes of a tensor.
   *
   * @param expected how many bytes its type and dims need
   * @throws SpikezipException MALFORMED if the location leads out of the folder, or the file is
   *     missing or too short
   */
  ByteBuffer bytes(TensorProto tensor, long expected) {
    String location = entry(tensor, "location", "");
    Path file = files.computeIfAbsent(location, l -> resolve(tensor, l));
    long offset = number(tensor, "offset", 0);
    long length = number(tensor, "length", expected);
    if (length != expected) {
      throw broken(
          tensor, "takes " + expected + " bytes, its external data declares length " + length);
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (offset > channel.size() - expected) {
        throw broken(
            tensor,
            "needs bytes "
                + offset
                + ".."
                + Math.addExact(offset, expected)
                + " of '"
                + location
                + "', which has only "
                + channel.size());
      }
      return expected == 0
          ? ByteBuffer.allocate(0)
          : channel.map(FileChannel.MapMode.READ_ONLY, offset, expected);
    } catch (IOException e) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, "cannot read '" + location + "': " + e.getMessage(), "", e);
    }
  }

  private Path resolve(TensorProto tensor, String location) {
    for (String part : location.split("/", -1)) {
      boolean plain =
          !part.isEmpty()
              && !part.equals(".")
              && !part.equals("..")
              && part.chars().noneMatch(c -> c == '\\' || c == ':' || c < ' ');
      if (!plain) {
        throw outside(tensor, location);
      }
    }
    try {
      Path path = folder.resolve(location);
      if (!Files.exists(path)) {
        throw new SpikezipException(
            ErrorCode.MALFORMED,
            "initializer '" + tensor.getName() + "': there is no file '" + location + "'",
            "put the model's external data beside it, under the name that it was exported with");
      }
      Path real = path.toRealPath();
      if (!real.startsWith(folder.toRealPath()) || !Files.isRegularFile(real)) {
        throw outside(tensor, location);
      }
      return real;
    } catch (IOException | InvalidPathException e) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "initializer '" + tensor.getName() + "': cannot open '" + location + "'",
          "",
          e);
    }
  }

  private static SpikezipException outside(TensorProto tensor, String location) {
    return new SpikezipException(
        ErrorCode.MALFORMED,
        "initializer '"
            + tensor.getName()
            + "': external data must be a plain file inside of the model's folder, found location '"
            + location
            + "'",
        "export the model again, with its external data in the same folder");
  }

  private static SpikezipException broken(TensorProto tensor, String what) {
    return new SpikezipException(
        ErrorCode.MALFORMED,
        "initializer '" + tensor.getName() + "' " + what,
        "the download or the copy may be incomplete: fetch both files again");
  }

  private static long number(TensorProto tensor, String key, long otherwise) {
    String text = entry(tensor, key, Long.toString(otherwise));
    if (!text.matches("[0-9]{1,18}")) {
      throw broken(tensor, "has external data of " + key + " '" + text + "'");
    }
    return Long.parseLong(text);
  }

  private static String entry(TensorProto tensor, String key, String otherwise) {
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      if (entry.getKey().equals(key)) {
        return entry.getValue();
      }
    }
    return otherwise;
  }
}
