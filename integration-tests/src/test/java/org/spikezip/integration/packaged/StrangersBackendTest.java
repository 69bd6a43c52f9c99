package org.spikezip.integration.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.spikezip.integration.Repository.fixture;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.cli.data.NumpyFile;
import org.spikezip.integration.Repository;

/** Backends that someone outside builds and drops into a folder: the example, and the page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrangersBackendTest {
  private static final Path IMAGES = fixture("fashion-mnist-test.npz");

  private Launcher spikezip;
  private Stranger stranger;
  private Path folder;

  @BeforeAll
  void prepare(@TempDir Path temporary) throws IOException {
    String home = System.getProperty("spikezip.maven.home", "");
    String fetched = System.getProperty("spikezip.maven.repository", "");
    assumeTrue(
        !home.isEmpty() && !fetched.isEmpty(), "runs in Maven only, which says where Maven is");
    folder = temporary;
    spikezip = Launcher.in(folder);
    stranger = Stranger.in(folder, Path.of(home, "bin", "mvn"), Path.of(fetched));
    spikezip
        .run(
            "compile",
            fixture("vit-legacy.onnx"),
            "-o",
            "vit.snn",
            "--inputs",
            fixture("fashion-mnist-calibration.npz"),
            "--limit",
            4)
        .ok();
  }

  @AfterAll
  void close() throws IOException {
    if (spikezip != null) {
      spikezip.close();
      stranger.close();
    }
  }

  /** Builds a project and puts its jar into a folder of plugins. */
  private Path build(Path project, String jar) throws IOException, InterruptedException {
    stranger.verify(project);
    Path plugins = Files.createDirectories(project.resolve("plugins"));
    Files.copy(project.resolve("target").resolve(jar), plugins.resolve(jar));
    return plugins;
  }

  private JsonNode run(Object... more) {
    Stream<Object> line = Stream.of("run", "vit.snn", "--inputs", IMAGES, "--limit", 1, "--json");
    return spikezip.run(Stream.concat(line, Stream.of(more)).toArray()).ok().json();
  }

  private void verifies(Path plugins, String backend) {
    JsonNode json =
        spikezip
            .run(
                "verify",
                "vit.snn",
                "--inputs",
                IMAGES,
                "--limit",
                1,
                "--json",
                "--max-spike",
                4,
                "--plugins",
                plugins,
                "--backend",
                backend)
            .ok()
            .json();
    assertEquals(0, json.get("mismatchedCodes").asInt());
    assertEquals(
        run("--max-spike", 4).get("spikeTrainHash"), json.get("spikeTrainHash"), json::toString);
  }

  /** Every file and command of docs/writing-a-backend.md. */
  @Test
  void thePageLeadsFromAnEmptyFolderToAPassingKit() throws IOException, InterruptedException {
    Path project = Files.createDirectory(folder.resolve("my-backend"));
    Map<String, String> files = Page.files("writing-a-backend.md");
    assertEquals(5, files.size(), files.keySet()::toString);
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = project.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    verifies(build(project, "my-backend-1.0.jar"), "mine");
  }

  @Test
  void theExampleWritesRunsAndExportsC() throws IOException, InterruptedException {
    Path project = Files.createDirectory(folder.resolve("example"));
    Path example = Repository.root().resolve("plugins/example-backend");
    copy(example.resolve("src"), project.resolve("src"));
    Files.copy(example.resolve("pom.xml"), project.resolve("pom.xml"));
    Path plugins = build(project, "spikezip-backend-c-1.0.0.jar");
    JsonNode found = found(plugins);
    assertEquals("c-example", found.at("/plugin/id").asText());
    assertEquals("1.0.0", found.at("/plugin/version").asText());
    if (!found.get("available").asBoolean()) {
      System.out.println("skipped: " + found.get("reason").asText());
      assumeTrue(false, found.get("reason").asText());
    }
    verifies(plugins, "c");
    spikezip.run("export", "vit.snn", "-o", "c", "--backend", "c", "--plugins", plugins).ok();
    assertEquals(run().get("spikeTrainHash").asText(), hashOfExportedProgram());
  }

  private JsonNode found(Path plugins) {
    JsonNode list =
        spikezip.run("backends", "--plugins", plugins, "--json").ok().json().get("backends");
    for (JsonNode backend : list) {
      if (backend.get("id").asText().equals("c")) {
        return backend;
      }
    }
    throw new AssertionError(list);
  }

  /** Compiled and run as the export says. */
  private String hashOfExportedProgram() throws IOException {
    float[] images = NumpyFile.read(IMAGES).arrays().get("pixels").floats();
    ByteBuffer first = ByteBuffer.allocate(4 * 28 * 28).order(ByteOrder.LITTLE_ENDIAN);
    first.asFloatBuffer().put(images, 0, 28 * 28);
    Files.write(spikezip.folder().resolve("c/inputs.bin"), first.array());
    CommandResult result =
        spikezip.shell(
            "cd c && ${CC:-cc} -std=c11 -O2 -ffp-contract=off main.c -lm -o network"
                + " && ./network inputs.bin");
    assertTrue(result.ok().out().startsWith("logits "), result.out());
    return result.err().replaceFirst("(?s).*spikeTrainHash (\\w+).*", "$1");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }
}
