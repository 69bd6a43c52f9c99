package org.spikezip.frontend.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.spikezip.frontend.torch.pickle.PickleReader;
import org.spikezip.frontend.torch.pickle.PickledObject;
import org.spikezip.frontend.torch.zip.ZipArchive;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** Files of PyTorch that hold no compiled model, and what to do instead. */
final class EagerFiles {
  private static final int PICKLE = 0x80;
  private static final String REMEDY =
      "in Python, build the module, load the weights, call eval(), and save"
          + " torch.export.export(module, example_inputs) with torch.export.save, or"
          + " torch.jit.trace(module, example_inputs) with torch.jit.save";

  private EagerFiles() {}

  /** The error for an archive of {@code torch.save}, or of something else. */
  static SpikezipException refused(ZipArchive archive) {
    if (!archive.has("data.pkl")) {
      return new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "this zip archive holds neither TorchScript nor an exported program",
          "save the model with torch.jit.save or torch.export.save");
    }
    Object root = PickleReader.read("data.pkl", archive.read("data.pkl"), global -> true);
    return new SpikezipException(ErrorCode.UNSUPPORTED, describe(root), REMEDY);
  }

  private static String describe(Object root) {
    if (root instanceof PickledObject object
        && !object.callee().toString().equals("collections.OrderedDict")) {
      return "this is a pickled "
          + object.callee()
          + ", saved whole with torch.save; to read it would run code from the file, so nothing of"
          + " it was loaded";
    }
    Object content = root instanceof PickledObject object ? object.entries() : root;
    int entries = content instanceof Map<?, ?> map ? map.size() : 0;
    return "this is a state dict or checkpoint ("
        + entries
        + " entries), that is weights without the code that computes with them";
  }

  /** The error for a file that is no zip archive. */
  static SpikezipException refused(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      boolean pickle = in.read() == PICKLE;
      return pickle
          ? new SpikezipException(
              ErrorCode.UNSUPPORTED,
              "this is a pickle, as torch.save wrote before version 1.6; nothing of it was loaded",
              REMEDY)
          : new SpikezipException(
              ErrorCode.MALFORMED,
              "this is no archive of PyTorch: it does not begin as a zip file does",
              "compare the file with the original, or save the model again");
    }
  }
}
