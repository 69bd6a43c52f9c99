package org.spikezip.host.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.host.fake.PluginJar;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

class PluginFolderTest {
  @TempDir Path folder;

  private List<PluginInfo> find() {
    try (PluginCatalog catalog =
        PluginCatalog.find(getClass().getClassLoader(), Optional.of(folder))) {
      return catalog.plugins();
    }
  }

  private PluginInfo findOne() {
    List<PluginInfo> plugins = find();
    assertEquals(1, plugins.size(), plugins::toString);
    return plugins.get(0);
  }

  private String findError() {
    return findOne().error().orElseThrow(() -> new AssertionError("it works"));
  }

  @Test
  void tellsIdVersionAndOrigin() throws IOException {
    Path jar = PluginJar.named("A", "alpha").version("1.2.3").write(folder.resolve("a.jar"));
    assertEquals(new PluginInfo("alpha", "1.2.3", jar.toString(), Optional.empty()), findOne());
  }

  @Test
  void aJarWithoutVersionIsFine() throws IOException {
    PluginJar.named("A", "alpha").write(folder.resolve("a.jar"));
    assertEquals(PluginInfo.UNKNOWN_VERSION, findOne().version());
  }

  @Test
  void aFolderOfJarsIsOnePlugin() throws IOException {
    Path two = Files.createDirectory(folder.resolve("two"));
    PluginJar.EMPTY
        .with("Library", "", "public static String id() { return \"from-library\"; }")
        .with(
            "P",
            "implements org.spikezip.api.Plugin",
            "public String id() { return Library.id(); }")
        .service("fake.P")
        .without("Library")
        .write(two.resolve("plugin.jar"));
    PluginJar.EMPTY
        .with("Library", "", "public static String id() { return \"from-library\"; }")
        .write(two.resolve("library.jar"));
    assertEquals("from-library", findOne().id());
    assertEquals(two.toString(), findOne().origin());
  }

  @Test
  void aFolderOfClassesIsAPlugin() throws IOException {
    PluginJar.named("A", "alpha").writeClasses(Files.createDirectory(folder.resolve("classes")));
    assertEquals("alpha", findOne().id());
  }

  @Test
  void otherFilesAreNoPlugins() throws IOException {
    PluginJar.writeText(folder.resolve("README.txt"), "put plugins here");
    PluginJar.writeText(folder.resolve(".hidden.jar"), "");
    assertEquals(List.of(), find());
  }

  @Test
  void seesThePlatformTheApiAndSlf4jButNothingElseOfTheHost() throws IOException {
    PluginJar.plugin(
            "Spy",
            """
            private static String sees(String name) {
              try {
                Class.forName(name, true, Spy.class.getClassLoader());
                return "1";
              } catch (ClassNotFoundException e) {
                return "0";
              }
            }
            public String id() {
              return "spy-"
                  + sees("java.sql.Connection")
                  + sees("org.spikezip.api.Backend")
                  + sees("org.spikezip.ir.Graph")
                  + sees("org.slf4j.Logger")
                  + "-"
                  + sees("com.google.inject.Guice")
                  + sees("com.google.common.collect.ImmutableList")
                  + sees("org.spikezip.host.Spikezip")
                  + sees("org.junit.jupiter.api.Test");
            }
            """)
        .write(folder.resolve("spy.jar"));
    assertEquals("spy-1111-0000", findOne().id());
  }

  @Test
  void pluginsDoNotSeeEachOther() throws IOException {
    PluginJar.named("Same", "first").write(folder.resolve("a.jar"));
    PluginJar.named("Same", "second").write(folder.resolve("b.jar"));
    assertEquals(List.of("first", "second"), find().stream().map(PluginInfo::id).toList());
  }

  @Test
  void aThrowingConstructorIsReported() throws IOException {
    PluginJar.plugin(
            "Bad",
            """
            public Bad() { throw new IllegalStateException("no licence"); }
            public String id() { return "bad"; }
            """)
        .write(folder.resolve("bad.jar"));
    assertEquals("IllegalStateException: no licence", findError());
    assertEquals("fake.Bad", findOne().id());
  }

  @Test
  void aThrowingStaticBlockIsReported() throws IOException {
    PluginJar.plugin(
            "Bad",
            """
            static { if (true) throw new IllegalStateException("no driver"); }
            public String id() { return "bad"; }
            """)
        .write(folder.resolve("bad.jar"));
    assertTrue(findError().contains("no driver"), findError());
  }

  @Test
  void aMissingProviderIsReported() throws IOException {
    PluginJar.EMPTY.service("fake.Nowhere").write(folder.resolve("bad.jar"));
    assertTrue(findError().contains("fake.Nowhere not found"), findError());
    assertEquals("fake.Nowhere", findOne().id());
  }

  @Test
  void aMissingSuperclassIsReported() throws IOException {
    PluginJar.EMPTY
        .with("Base", "implements org.spikezip.api.Plugin", "public String id() { return \"b\"; }")
        .with("Bad", "extends Base", "")
        .service("fake.Bad")
        .without("Base")
        .write(folder.resolve("bad.jar"));
    assertTrue(findError().startsWith("missing class: fake"), findError());
  }

  @Test
  void aMissingClassInAMethodIsReported() throws IOException {
    PluginJar.EMPTY
        .with("Gone", "", "public static String id() { return \"gone\"; }")
        .with(
            "Bad", "implements org.spikezip.api.Plugin", "public String id() { return Gone.id(); }")
        .service("fake.Bad")
        .without("Gone")
        .write(folder.resolve("bad.jar"));
    assertTrue(findError().startsWith("missing class: fake"), findError());
  }

  @Test
  void aProviderOfAnotherTypeIsReported() throws IOException {
    PluginJar.EMPTY.with("Other", "", "").service("fake.Other").write(folder.resolve("bad.jar"));
    assertTrue(findError().contains("not a subtype"), findError());
  }

  @Test
  void aJarWithoutProviderIsReported() throws IOException {
    PluginJar.EMPTY.with("Library", "", "").write(folder.resolve("library.jar"));
    assertTrue(findError().startsWith("no service provider of type org.spikezip.api.Plugin"));
    assertEquals("library.jar", findOne().id());
  }

  @Test
  void aFileThatIsNoJarIsReported() throws IOException {
    PluginJar.writeText(folder.resolve("page.jar"), "<!DOCTYPE html><title>404</title>");
    assertEquals("page.jar", findOne().id());
    assertTrue(findOne().error().isPresent());
  }

  @Test
  void aBrokenServiceFileIsReported() throws IOException {
    PluginJar.EMPTY.service("this is no class name").write(folder.resolve("bad.jar"));
    assertTrue(findError().contains("Illegal"), findError());
  }

  @Test
  void aSecondPluginOfOneIdIsReported() throws IOException {
    PluginJar.named("A", "same").write(folder.resolve("a.jar"));
    PluginJar.named("B", "same").write(folder.resolve("b.jar"));
    List<PluginInfo> plugins = find();
    assertEquals(List.of(true, false), plugins.stream().map(PluginInfo::works).toList());
    String error = plugins.get(1).error().orElseThrow();
    assertTrue(error.contains("duplicate id") && error.contains("a.jar"), error);
  }

  @Test
  void brokenOnesHarmNoOthers() throws IOException {
    PluginJar.named("A", "alpha")
        .with(
            "Bad",
            "implements org.spikezip.api.Plugin",
            "public String id() { throw new Error(\"x\"); }")
        .service("fake.Nowhere")
        .service("fake.Bad")
        .with("Z", "implements org.spikezip.api.Plugin", "public String id() { return \"omega\"; }")
        .service("fake.Z")
        .write(folder.resolve("many.jar"));
    List<String> working = find().stream().filter(PluginInfo::works).map(PluginInfo::id).toList();
    assertEquals(List.of("alpha", "omega"), working);
    assertEquals(4, find().size());
  }

  @Test
  void aMissingFolderIsTheUsersMistake() {
    SpikezipException e =
        assertThrows(
            SpikezipException.class,
            () ->
                PluginCatalog.find(
                    getClass().getClassLoader(), Optional.of(folder.resolve("gone"))));
    assertEquals(ErrorCode.USAGE, e.code());
    assertTrue(e.getMessage().contains("does not exist"), e.getMessage());
  }
}
