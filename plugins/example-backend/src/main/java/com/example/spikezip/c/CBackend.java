package com.example.spikezip.c;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spikezip.api.Availability;
import org.spikezip.api.Backend;
import org.spikezip.api.BackendContext;
import org.spikezip.api.Executable;
import org.spikezip.api.Exported;
import org.spikezip.api.HostOps;
import org.spikezip.api.InputShape;
import org.spikezip.api.Options;
import org.spikezip.api.Support;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;

/**
 * Writes a network as C, compiles it with the C compiler of the machine, and runs it as a process.
 *
 * <p>Options of an export: {@code shape}, sizes of the inputs such as {@code ids=1x16}; where they
 * are open and not given, a first axis counts as 1.
 */
public final class CBackend implements Backend {
  private static final List<String> RESOURCES = List.of("runtime.h", "main.c");

  @Override
  public String id() {
    return "c";
  }

  @Override
  public String description() {
    return "writes networks as C; runs them with the C compiler of the machine";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.SPIKING, Capability.EXPORT);
  }

  @Override
  public Availability availability() {
    return CCompiler.find()
        .<Availability>map(cc -> new Availability.Available(cc.version()))
        .orElseGet(
            () ->
                new Availability.Unavailable(
                    "no C compiler was found", "install gcc or clang, or set CC"));
  }

  @Override
  public Support support(Graph graph) {
    List<String> reasons = Operators.reasonsAgainst(graph);
    return reasons.isEmpty() ? new Support.Supported() : new Support.Unsupported(reasons);
  }

  @Override
  public Executable compile(Graph graph, Options options, BackendContext context) {
    requireSupport(graph);
    CCompiler compiler =
        CCompiler.find()
            .orElseThrow(
                () ->
                    new SpikezipException(
                        ErrorCode.UNAVAILABLE,
                        "backend 'c': no C compiler was found",
                        "install gcc or clang, or set CC"));
    return new CExecutable(graph, context.hostOps(), compiler);
  }

  @Override
  public Exported export(Graph graph, Path folder, Options options) {
    requireSupport(graph);
    SpikingPart part = SpikingPart.of(graph, zeros(graph, options), HostOps.NONE);
    try {
      List<Path> files = new ArrayList<>();
      files.add(write(folder.resolve("network.c"), CNetwork.of(part)));
      for (String name : RESOURCES) {
        files.add(write(folder.resolve(name), resource(name)));
      }
      return new Exported(
          files,
          List.of(
              "Build it: cc -std=c11 -O2 -ffp-contract=off main.c -lm -o network",
              "Run it: ./network inputs.bin; inputs.bin holds, as 32-bit numbers: "
                  + part.describeGiven(),
              "It runs to rest synchronously; codes, outputs and hash are those of spikezip run."));
    } catch (IOException e) {
      throw new SpikezipException(
          ErrorCode.USAGE, "cannot write into '" + folder + "': " + e.getMessage(), "", e);
    }
  }

  private void requireSupport(Graph graph) {
    if (graph.stage() != Stage.SPIKING) {
      throw unsupported("it runs spiking networks, found stage " + graph.stage());
    }
    if (support(graph) instanceof Support.Unsupported no) {
      throw unsupported(String.join("; ", no.reasons()));
    }
  }

  private static SpikezipException unsupported(String why) {
    return new SpikezipException(
        ErrorCode.UNSUPPORTED, "backend 'c': " + why, "use another backend, such as cpu");
  }

  /** Inputs of the sizes asked for, to learn the sizes of everything else. */
  private static Map<String, Tensor> zeros(Graph graph, Options options) {
    Map<String, InputShape> shapes = new LinkedHashMap<>();
    options
        .text("shape")
        .ifPresent(text -> InputShape.parse(text).forEach(s -> shapes.put(s.name(), s)));
    Map<String, Tensor> zeros = new LinkedHashMap<>();
    for (Node input : graph.inputNodes()) {
      List<Dim> dims =
          shapes.containsKey(input.name())
              ? shapes.get(input.name()).dims()
              : input.fact().shape().dims();
      int[] sizes = new int[dims.size()];
      long bits = input.fact().type().bits();
      for (int axis = 0; axis < sizes.length; axis++) {
        if (!dims.get(axis).isFixed() && axis > 0) {
          throw new SpikezipException(
              ErrorCode.USAGE,
              "the sizes of input \"" + input.name() + "\" are open: " + input.fact(),
              "give them: --option shape=" + input.name() + "=1x16");
        }
        sizes[axis] = dims.get(axis).isFixed() ? (int) dims.get(axis).size() : 1;
        bits = Math.multiplyExact(bits, sizes[axis]);
      }
      int bytes = Math.toIntExact((bits + 7) / 8);
      zeros.put(input.name(), Tensor.of(input.fact().type(), sizes, ByteBuffer.allocate(bytes)));
    }
    return zeros;
  }

  /** The text of a file beside this class. */
  static String resource(String name) {
    try (InputStream in = CBackend.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(Path file, String text) throws IOException {
    Path aside = Files.writeString(file.resolveSibling("." + file.getFileName() + ".new"), text);
    return Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
