package org.spikezip.host.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.api.Availability.Unavailable;
import org.spikezip.api.Backend;
import org.spikezip.api.Options;
import org.spikezip.host.fake.PluginJar;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** Plugins are kept apart, and one that breaks says why and breaks nothing else. */
class PluginIsolationTest {
  private static final String ALPHA = "alpha";

  @TempDir Path folder;

  private PluginCatalog find() {
    return PluginCatalog.find(getClass().getClassLoader(), Optional.of(folder));
  }

  /** The error of the broken plugin beside a good one, which works. */
  private String errorBesideAGoodOne() throws IOException {
    PluginJar.named("Good", ALPHA).write(folder.resolve("good.jar"));
    try (PluginCatalog catalog = find()) {
      List<PluginInfo> broken = catalog.plugins().stream().filter(p -> !p.works()).toList();
      assertEquals(1, broken.size(), catalog.plugins()::toString);
      assertTrue(
          catalog.plugins().stream().anyMatch(p -> p.id().equals(ALPHA) && p.works()),
          catalog.plugins()::toString);
      return broken.get(0).error().orElseThrow();
    }
  }

  /** A folder with a plugin whose id is the version of the library beside it. */
  private void withLibrary(String version) throws IOException {
    Path own = Files.createDirectory(folder.resolve("with-" + version));
    String body = "public static String version() { return \"" + version + "\"; }";
    PluginJar.plugin("User", "public String id() { return \"sees-\" + Library.version(); }")
        .with("Library", "", body)
        .without("Library")
        .write(own.resolve("plugin.jar"));
    PluginJar.EMPTY.with("Library", "", body).write(own.resolve("library.jar"));
  }

  @Test
  void pluginsMayBringDifferentVersionsOfOneLibrary() throws IOException {
    withLibrary("1.0");
    withLibrary("2.0");
    try (PluginCatalog catalog = find()) {
      assertEquals(
          List.of("sees-1.0", "sees-2.0"), catalog.plugins().stream().map(PluginInfo::id).toList());
    }
  }

  @Test
  void aPluginMayBringAnotherVersionOfALibraryOfTheHost() throws IOException {
    String guice =
        "package com.google.inject; public class Guice {"
            + " public static String version() { return \"its-own\"; } }";
    String plugin =
        "package fake; public class P implements org.spikezip.api.Plugin {"
            + " public String id() { return com.google.inject.Guice.version(); } }";
    new PluginJar(
            Map.of("com.google.inject.Guice", guice, "fake.P", plugin),
            List.of("fake.P"),
            "",
            List.of())
        .write(folder.resolve("own.jar"));
    try (PluginCatalog catalog = find()) {
      assertEquals("its-own", catalog.plugins().get(0).id());
    }
  }

  @Test
  void aMissingNativeLibraryIsReported() throws IOException {
    PluginJar.plugin(
            "Bad",
            """
            static { System.loadLibrary("spikezip_no_such_thing"); }
            public String id() { return "bad"; }
            """)
        .write(folder.resolve("bad.jar"));
    String error = errorBesideAGoodOne();
    assertTrue(error.startsWith("missing native library: "), error);
    assertTrue(error.contains("spikezip_no_such_thing"), error);
  }

  /** Compiled against an interface with fewer methods, as an older one may be. */
  private static PluginJar againstAnOlderBackend() {
    return new PluginJar(
        Map.of(
            "org.spikezip.api.Backend",
            "package org.spikezip.api; public interface Backend { String id(); }",
            "fake.Old",
            """
            package fake;
            public class Old implements org.spikezip.api.Plugin, org.spikezip.api.Backend {
              public String id() { return "old"; }
              public java.util.List<org.spikezip.api.Backend> backends() {
                return java.util.List.of(this);
              }
            }
            """),
        List.of("fake.Old"),
        "",
        List.of("org/spikezip/api/Backend.class"));
  }

  @Test
  void aPluginOfAnotherVersionIsReported() throws IOException {
    againstAnOlderBackend().write(folder.resolve("old.jar"));
    assertEquals(
        "fake.Old has no method Backend.availability: the plugin was made for another version of"
            + " spikezip; build it against this one",
        errorBesideAGoodOne());
  }

  @Test
  void aPluginThatNeedsAClassWeNoLongerHaveIsReported() throws IOException {
    new PluginJar(
            Map.of(
                "org.spikezip.api.Gone",
                "package org.spikezip.api; public class Gone {"
                    + " public static String id() { return \"old\"; } }",
                "fake.Old",
                "package fake; public class Old implements org.spikezip.api.Plugin {"
                    + " public String id() { return org.spikezip.api.Gone.id(); } }"),
            List.of("fake.Old"),
            "",
            List.of("org/spikezip/api/Gone.class"))
        .write(folder.resolve("old.jar"));
    String error = errorBesideAGoodOne();
    assertTrue(error.startsWith("missing class: org.spikezip.api.Gone"), error);
    assertTrue(error.contains("another version of spikezip"), error);
  }

  @Test
  void anEmptyServiceFileIsReported() throws IOException {
    PluginJar.EMPTY.with("Library", "", "").service("# nothing").write(folder.resolve("bad.jar"));
    assertTrue(errorBesideAGoodOne().startsWith("no service provider of type "));
  }

  @Test
  void aJarThatWasCutShortIsReported() throws IOException {
    Path jar = PluginJar.named("Bad", "bad").write(folder.resolve("bad.jar"));
    byte[] bytes = Files.readAllBytes(jar);
    Files.write(jar, Arrays.copyOf(bytes, bytes.length / 2));
    String error = errorBesideAGoodOne();
    assertTrue(error.contains("is no jar"), error);
  }

  @Test
  void anUnreadableJarIsReported() throws IOException {
    Path jar = PluginJar.named("Bad", "bad").write(folder.resolve("bad.jar"));
    assumeTrue(jar.toFile().setReadable(false), "this file system knows no permissions");
    assumeTrue(!Files.isReadable(jar), "this user may read everything");
    String error = errorBesideAGoodOne();
    assertTrue(error.contains("cannot be read"), error);
  }

  /** Breaks in everything but its id. */
  private static PluginJar breaking() {
    return PluginJar.plugin(
            "Bad",
            """
            public String id() { return "bad"; }
            public java.util.List<org.spikezip.api.Backend> backends() {
              return java.util.List.of(new BadBackend());
            }
            """)
        .with(
            "BadBackend",
            "implements org.spikezip.api.Backend",
            """
            private static <T> T fail() { throw new UnsatisfiedLinkError("no driver"); }
            public String id() { return "bad"; }
            public String description() { return "breaks"; }
            public java.util.Set<Capability> capabilities() { return java.util.Set.of(); }
            public org.spikezip.api.Availability availability() { return fail(); }
            public org.spikezip.api.Support support(org.spikezip.ir.Graph g) { return null; }
            public org.spikezip.api.Executable compile(
                org.spikezip.ir.Graph g,
                org.spikezip.api.Options o,
                org.spikezip.api.BackendContext c) {
              return fail();
            }
            """);
  }

  @Test
  void aBackendThatBreaksNamesItsPlugin() throws IOException {
    breaking().write(folder.resolve("bad.jar"));
    try (PluginCatalog catalog = find()) {
      Backend backend = catalog.backends().get(0).component();
      assertEquals(
          new Unavailable(
              "it is broken: missing native library: no driver",
              "report it to the authors of plugin 'bad'"),
          backend.availability());
      SpikezipException e =
          assertThrows(SpikezipException.class, () -> backend.compile(null, Options.NONE, null));
      assertEquals(ErrorCode.UNAVAILABLE, e.code());
      assertEquals(
          "backend 'bad' of plugin 'bad' failed: missing native library: no driver",
          e.getMessage());
    }
  }
}
