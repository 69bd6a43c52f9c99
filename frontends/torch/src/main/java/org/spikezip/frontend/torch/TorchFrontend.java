package org.spikezip.frontend.torch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spikezip.api.Frontend;
import org.spikezip.api.InputShape;
import org.spikezip.api.Options;
import org.spikezip.api.SourceModel;
import org.spikezip.frontend.torch.export.ProgramImporter;
import org.spikezip.frontend.torch.script.ScriptImporter;
import org.spikezip.frontend.torch.zip.ZipArchive;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
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
    try {
      String name = name(model).toLowerCase(Locale.ROOT);
      return isZip(model) || SUFFIXES.stream().anyMatch(name::endsWith);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public SourceModel open(Path model) {
    return open(model, Options.NONE);
  }

  /** Reads the option {@code shape} for what the file does not say of its inputs. */
  @Override
  public SourceModel open(Path model, Options options) {
    try {
      if (!isZip(model)) {
        throw EagerFiles.refused(model);
      }
      try (ZipArchive archive = ZipArchive.open(model)) {
        return new TorchSource(graph(archive, model, options));
      }
    } catch (SpikezipException e) {
      throw e.in(name(model));
    } catch (IOException e) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          name(model) + ": cannot read it: " + e.getMessage(),
          "check its permissions",
          e);
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      // Numbers of the file that make no sense together, found where they were used.
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          name(model) + ": the model contradicts itself: " + e.getMessage(),
          "save it again",
          e);
    }
  }

  private static Graph graph(ZipArchive archive, Path model, Options options) {
    List<InputShape> given = options.text("shape").map(InputShape::parse).orElse(List.of());
    Map<String, String> metadata =
        Map.of("source.file", name(model), "source.sha256", Digest.sha256(model));
    if (ScriptImporter.accepts(archive)) {
      return ScriptImporter.run(archive, given, metadata);
    }
    if (ProgramImporter.accepts(archive)) {
      return ProgramImporter.run(archive, metadata);
    }
    throw EagerFiles.refused(archive);
  }

  private static boolean isZip(Path model) throws IOException {
    try (InputStream in = Files.newInputStream(model)) {
      return Arrays.equals(in.readNBytes(ZIP.length), ZIP);
    }
  }

  private static String name(Path model) {
    Path name = model.getFileName();
    return name == null ? model.toString() : name.toString();
  }
}
