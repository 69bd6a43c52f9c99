package org.spikezip.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.api.Backend;
import org.spikezip.api.Backend.Capability;
import org.spikezip.api.Executable;
import org.spikezip.api.Frontend;
import org.spikezip.api.Options;
import org.spikezip.api.Pass;
import org.spikezip.api.Plugin;
import org.spikezip.api.Progress;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.SourceModel;
import org.spikezip.host.compile.Compilation;
import org.spikezip.host.fake.FakeBackend;
import org.spikezip.host.fake.FakePass;
import org.spikezip.host.fake.FakeSource;
import org.spikezip.host.fake.PluginJar;
import org.spikezip.host.fake.ServiceFile;
import org.spikezip.host.plugin.Found;
import org.spikezip.host.plugin.PluginInfo;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;

class SpikezipTest {
  @TempDir Path folder;

  /** All that a small model needs. */
  public static final class EverythingPlugin implements Plugin {
    @Override
    public String id() {
      return "everything";
    }

    @Override
    public List<Frontend> frontends() {
      return List.of(new AnyFile());
    }

    @Override
    public List<Pass> passes() {
      return List.of(
          new FakePass("canonicalize", Stage.IMPORTED, Stage.CANONICAL),
          new FakePass("quantize", Stage.CANONICAL, Stage.QUANTIZED),
          new FakePass("spike", Stage.QUANTIZED, Stage.SPIKING));
    }

    @Override
    public List<Backend> backends() {
      return List.of(
          FakeBackend.of(
              "cpu",
              Set.of(Capability.SPIKING, Capability.FLOAT),
              (graph, inputs) -> RunResult.ofOutputs(Map.of("y", inputs.get("x")))));
    }
  }

  /** A plugin that cannot be made. */
  public static final class BrokenPlugin implements Plugin {
    public BrokenPlugin() {
      throw new IllegalStateException("broken on purpose");
    }

    @Override
    public String id() {
      return "never";
    }
  }

  private record AnyFile() implements Frontend {
    @Override
    public String id() {
      return "any";
    }

    @Override
    public String description() {
      return "any file";
    }

    @Override
    public boolean accepts(Path model) {
      return true;
    }

    @Override
    public SourceModel open(Path model) {
      GraphBuilder builder = new GraphBuilder("g");
      builder.output("y", builder.input("x", Fact.of(ElementType.F32, 1, 2)));
      return new FakeSource(builder.build(Stage.IMPORTED));
    }
  }

  @Test
  void withoutPluginsItOpensAllTheSame() {
    try (Spikezip spikezip = Spikezip.open(HostOptions.defaults())) {
      assertEquals(List.of(), spikezip.plugins());
      assertEquals(List.of(), spikezip.backends());
    }
  }

  @Test
  void pluginsOfTheClassPathAndOfTheFolderAreFound() throws IOException {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    PluginJar.named("Extra", "extra").version("2").write(plugins.resolve("extra.jar"));
    try (URLClassLoader loader =
            ServiceFile.naming(folder, List.of(EverythingPlugin.class, BrokenPlugin.class));
        Spikezip spikezip =
            Spikezip.open(
                HostOptions.defaults().withApplicationLoader(loader).withPluginFolder(plugins))) {
      List<PluginInfo> found = spikezip.plugins();
      assertEquals(
          List.of("everything", "extra", BrokenPlugin.class.getName()),
          found.stream().map(PluginInfo::id).toList());
      assertEquals(List.of(true, true, false), found.stream().map(PluginInfo::works).toList());
      assertEquals("IllegalStateException: broken on purpose", found.get(2).error().orElseThrow());
      assertEquals(List.of("any"), spikezip.frontends().stream().map(Found::id).toList());
      assertEquals(
          List.of("canonicalize", "quantize", "spike"),
          spikezip.passes().stream().map(Found::id).toList());
      assertEquals("everything", spikezip.backends().get(0).plugin().id());
    }
  }

  @Test
  void fromModelToRun() throws IOException {
    Path file = Files.writeString(folder.resolve("m.model"), "model");
    try (URLClassLoader loader = ServiceFile.naming(folder, List.of(EverythingPlugin.class));
        Spikezip spikezip = Spikezip.open(HostOptions.defaults().withApplicationLoader(loader));
        SourceModel model = spikezip.openModel(file)) {
      Compilation compilation =
          spikezip.compile(
              model, Options.NONE.with("levels", "16"), Optional.empty(), Progress.NONE);
      assertEquals(3, compilation.passes().size());
      Path artifact = folder.resolve("m.snn");
      spikezip.write(compilation.graph(), artifact);
      Graph graph = spikezip.read(artifact);
      assertEquals("16", graph.metadata().get("options.levels"));
      assertEquals(file.toString(), graph.metadata().get("source.path"));
      Tensor x = Tensor.of(new float[] {1, 2}, 1, 2);
      try (Executable executable = spikezip.load(graph, "cpu", Options.NONE)) {
        RunResult result = executable.run(Map.of("x", x), RunOptions.DEFAULT, RunListener.NONE);
        assertEquals(Map.of("y", x), result.outputs());
      }
      assertEquals(
          Stage.CANONICAL,
          spikezip
              .compileTo(Stage.CANONICAL, model, Options.NONE, Optional.empty(), Progress.NONE)
              .graph()
              .stage());
    }
  }

  @Test
  void openingIsFast() {
    Spikezip.open(HostOptions.defaults()).close();
    long start = System.nanoTime();
    Spikezip.open(HostOptions.defaults()).close();
    double seconds = (System.nanoTime() - start) * 1e-9;
    assertTrue(seconds < 1, () -> "took " + seconds + " s");
  }
}
