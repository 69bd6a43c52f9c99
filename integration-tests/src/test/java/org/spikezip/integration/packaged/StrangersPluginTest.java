package org.spikezip.integration.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spikezip.integration.Repository.fixture;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The frontend and the pass of docs/plugins.md, and plugins that are broken. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrangersPluginTest {
  private static final String PROVIDER = "com.example.toy.ToyPlugin";
  private static final String ID = "public String id() { return \"%s\"; }";

  private Launcher spikezip;
  private Path plugins;
  private Path broken;

  @BeforeAll
  void build(@TempDir Path folder) throws IOException {
    spikezip = Launcher.in(folder);
    plugins = Files.createDirectory(folder.resolve("plugins"));
    new PluginSources(Page.classes("plugins.md"), PROVIDER).write(plugins.resolve("toy.jar"));
    Files.writeString(
        spikezip.folder().resolve("model.toy"),
        "toy\ndense 0.5 -0.25 0.01; 1 0.75 -0.5; -0.02 2 1\nrelu\ndense 1 -1; 0.5 0.5; -0.75 1\n");
    broken = Files.createDirectory(folder.resolve("broken"));
    PluginSources.of("Good", ID.formatted("good")).write(broken.resolve("good.jar"));
    PluginSources.of("Twin", ID.formatted("good")).write(broken.resolve("twin.jar"));
    PluginSources.of(
            "Thrower", "public Thrower() { throw new Error(\"no licence\"); }" + ID.formatted("t"))
        .write(broken.resolve("thrower.jar"));
    PluginSources.of("Native", "static { System.loadLibrary(\"nowhere\"); }" + ID.formatted("n"))
        .write(broken.resolve("native.jar"));
    Files.writeString(broken.resolve("page.jar"), "<html>404</html>");
  }

  @AfterAll
  void close() throws IOException {
    spikezip.close();
  }

  private JsonNode json(Object... words) {
    return spikezip.run(words).ok().json();
  }

  private static List<String> ids(JsonNode list) {
    List<String> ids = new ArrayList<>();
    list.forEach(entry -> ids.add(entry.get("id").asText()));
    return ids;
  }

  @Test
  void aFrontendAndAPassAreListedInTheirPlace() {
    JsonNode frontends = json("frontends", "--plugins", plugins, "--json").get("frontends");
    assertTrue(ids(frontends).contains("toy"), frontends::toString);
    List<String> passes = ids(json("passes", "--plugins", plugins, "--json").get("passes"));
    int prune = passes.indexOf("prune");
    assertTrue(passes.indexOf("canonicalize") < prune, passes::toString);
    assertTrue(prune >= 0 && prune < passes.indexOf("quantize"), passes::toString);
  }

  @Test
  void aModelOfItsFormatIsCompiledThroughItsPassAndRuns() {
    JsonNode passes =
        json(
                "compile",
                "model.toy",
                "-o",
                "toy.snn",
                "--calibrate",
                "random:16",
                "-q",
                "--json",
                "--option",
                "prune-below=5",
                "--plugins",
                plugins)
            .get("passes");
    assertTrue(ids(passes).indexOf("canonicalize") < ids(passes).indexOf("prune"));
    assertTrue(ids(passes).indexOf("prune") < ids(passes).indexOf("quantize"));
    assertEquals(
        1, passes.get(ids(passes).indexOf("prune")).at("/counts/pruned").asInt(), passes::toString);
    // The network needs no plugin any more.
    JsonNode network = json("inspect", "toy.snn", "--json");
    assertEquals(2, network.at("/classes/synapse").asInt(), network::toString);
  }

  @Test
  void withoutThePluginNobodyKnowsTheFormat() {
    CommandResult result = spikezip.run("inspect", "model.toy");
    assertEquals(5, result.exitCode(), result.err());
    assertTrue(result.err().contains("no frontend knows this file"), result.err());
  }

  @Test
  void brokenOnesAreToldWithTheCause() {
    CommandResult result = spikezip.run("plugins", "--plugins", broken, "--json").ok();
    String text = result.json().toString();
    for (String cause :
        new String[] {
          "no licence", "missing native library: no nowhere", "is no jar, or broken", "duplicate id"
        }) {
      assertTrue(text.contains(cause), () -> cause + " is not in " + text);
    }
  }

  /** Everything else works, with a line on stderr for each. */
  @Test
  void brokenOnesHarmNothingElse() {
    for (Object[] line :
        new Object[][] {
          {"backends", "--json"}, {"inspect", fixture("vit-legacy.onnx"), "--json"}
        }) {
      List<Object> more = new ArrayList<>(List.of(line));
      CommandResult alone = spikezip.run(more.toArray()).ok();
      more.addAll(List.of("--plugins", broken));
      CommandResult result = spikezip.run(more.toArray()).ok();
      assertEquals(alone.out(), result.out());
      List<String> warnings = result.err().lines().toList();
      assertEquals(4, warnings.size(), result.err());
      for (String jar : new String[] {"twin.jar", "thrower.jar", "native.jar", "page.jar"}) {
        assertEquals(1, warnings.stream().filter(w -> w.contains(jar)).count(), result.err());
      }
    }
    assertEquals("", spikezip.run("backends", "-q", "--plugins", broken).ok().err());
  }
}
