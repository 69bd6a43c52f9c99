package org.spikezip.host.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.api.Frontend;
import org.spikezip.api.Options;
import org.spikezip.api.SourceModel;
import org.spikezip.host.fake.FakeSource;
import org.spikezip.host.plugin.Found;
import org.spikezip.host.plugin.PluginInfo;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;

class ModelOpenerTest {
  private static final PluginInfo PLUGIN = new PluginInfo("p", "1", "p.jar", Optional.empty());

  @TempDir Path folder;

  private record Fake(String id, Predicate<Path> knows, Function<Path, SourceModel> reader)
      implements Frontend {
    @Override
    public String description() {
      return "files of " + id;
    }

    @Override
    public boolean accepts(Path model) {
      return knows.test(model);
    }

    @Override
    public SourceModel open(Path model) {
      return reader.apply(model);
    }
  }

  private static SourceModel model(String name) {
    return new FakeSource(new GraphBuilder(name).build(Stage.IMPORTED));
  }

  private static ModelOpener opener(Fake... frontends) {
    Set<Found<Frontend>> found = new LinkedHashSet<>();
    for (Fake frontend : frontends) {
      found.add(new Found<>(frontend.id(), frontend, PLUGIN));
    }
    return new ModelOpener(found);
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("model.bin"), text);
  }

  private static SpikezipException fails(ModelOpener opener, Path model) {
    return assertThrows(SpikezipException.class, () -> opener.open(model, Options.NONE));
  }

  @Test
  void theFirstThatAcceptsOpens() throws IOException {
    Fake no = new Fake("a", p -> false, p -> model("a"));
    Fake yes = new Fake("b", p -> true, p -> model("b"));
    Fake late = new Fake("c", p -> true, p -> model("c"));
    Path file = file("x");
    try (SourceModel opened = opener(late, yes, no).open(file, Options.NONE)) {
      assertEquals("b", opened.graph().name());
      assertEquals(file.toString(), opened.graph().metadata().get("source.path"));
      assertEquals("b", opened.graph().metadata().get("source.frontend"));
    }
  }

  @Test
  void aMissingFileAndAFolderAreNamed() {
    SpikezipException missing = fails(opener(), folder.resolve("gone.onnx"));
    assertEquals(ErrorCode.MALFORMED, missing.code());
    assertTrue(
        missing.getMessage().endsWith("gone.onnx: there is no such file"), missing.getMessage());
    SpikezipException isFolder = fails(opener(), folder);
    assertTrue(isFolder.getMessage().endsWith("is a folder, expected a file"));
  }

  @Test
  void anUnknownFileIsDescribed() throws IOException {
    Fake no = new Fake("onnx", p -> false, p -> model("a"));
    SpikezipException e = fails(opener(no), file("version https://git-lfs.github.com/spec/v1\n"));
    assertEquals(ErrorCode.MALFORMED, e.code());
    assertTrue(
        e.getMessage()
            .endsWith(
                "model.bin: no frontend knows this file, it looks like a Git LFS pointer, not the"
                    + " file itself; known formats: onnx (files of onnx)"),
        e.getMessage());
    assertTrue(e.remedy().orElseThrow().contains("git lfs pull"));
  }

  @Test
  void withoutFrontendsTheMessageSaysSo() throws IOException {
    assertTrue(fails(opener(), file("x")).getMessage().contains("no plugin offers a frontend"));
  }

  @Test
  void aFrontendThatBreaksWhileAskedIsPassedOver() throws IOException {
    Fake broken =
        new Fake(
            "a",
            p -> {
              throw new IllegalStateException("bug");
            },
            p -> model("a"));
    Fake yes = new Fake("b", p -> true, p -> model("b"));
    try (SourceModel opened = opener(broken, yes).open(file("x"), Options.NONE)) {
      assertEquals("b", opened.graph().name());
    }
  }

  @Test
  void aFrontendThatBreaksWhileReadingIsNamed() throws IOException {
    Fake broken =
        new Fake(
            "a",
            p -> true,
            p -> {
              throw new IllegalStateException("bug");
            });
    SpikezipException e = fails(opener(broken), file("x"));
    assertEquals(ErrorCode.INTERNAL, e.code());
    assertTrue(e.getMessage().contains("frontend 'a' of plugin 'p' failed"), e.getMessage());
  }
}
