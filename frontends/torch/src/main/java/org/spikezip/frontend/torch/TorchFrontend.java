package org.spikezip.frontend.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.spikezip.api.Frontend;
import org.spikezip.api.SourceModel;
import org.spikezip.frontend.torch.zip.ZipArchive;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** Reads what {@code torch.jit.save} and {@code torch.export.save} write. */
public final class TorchFrontend implements Frontend {
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final List<String> SUFFIXES = List.of(".pt", ".pth", ".pt2", ".ptl");

  @Override
  public String id() {
    return "torch";
  }

  @Override
  public String description() {
    return "PyTorch models: TorchScript (.pt, .pth) and exported programs (.pt2), float or"
        + " quantized";
  }

  /** A zip archive, or another file that is called like a model of PyTorch. */
  @Override
  public boolean accepts(Path model) {
    try (InputStream in = Files.newInputStream(model)) {
      Path name = model.getFileName();
      String text = name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
      return Arrays.equals(in.readNBytes(ZIP.length), ZIP)
          || SUFFIXES.stream().anyMatch(text::endsWith);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public SourceModel open(Path model) {
    try (ZipArchive archive = ZipArchive.open(model)) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "this archive of " + archive.names().size() + " entries holds no model",
          "save the model with torch.jit.save or torch.export.save");
    } catch (SpikezipException e) {
      Path name = model.getFileName();
      throw e.in(name == null ? model.toString() : name.toString());
    }
  }
}
