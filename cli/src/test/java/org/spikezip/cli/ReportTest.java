package org.spikezip.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that {@code report} writes, and {@code export}. */
class ReportTest {
  private static final Path DATA = Command.fixture("small/mlp.npz");

  @TempDir private static Path folder;

  private static Path network;
  private static Path page;
  private static Command report;

  @BeforeAll
  static void write() throws IOException {
    network = folder.resolve("mlp.snn");
    page = folder.resolve("report.html");
    Path labels = Files.writeString(folder.resolve("labels.txt"), "0\n1\n2\n3\n0\n");
    Command.run("compile", Command.fixture("small/mlp.onnx"), "-o", network, "--inputs", DATA);
    report =
        Command.run("report", network, "--inputs", DATA, "--labels", labels, "-o", page, "--json");
  }

  @Test
  void tellsAsJson() {
    assertEquals(0, report.exitCode(), report.err());
    JsonNode json = report.json();
    assertTrue(json.at("/proof/exact").asBoolean());
    assertEquals(0, json.at("/proof/mismatchedCodes").asInt());
    assertEquals(3, json.get("ways").size());
    JsonNode way = json.get("ways").get(0);
    assertEquals(way.get("steps").asInt(), way.get("agreement").size());
    assertEquals(1.0, way.get("agreement").get(way.get("steps").asInt() - 1).asDouble());
    assertEquals(way.get("accuracy").size(), way.get("agreement").size());
    double bySteps = 0;
    for (JsonNode step : json.at("/machine/stepEnergy")) {
      bySteps += step.asDouble();
    }
    assertEquals(json.at("/machine/energy").asDouble(), bySteps, json.at("/heat/steps").asInt());
    long spikes = 0;
    for (JsonNode layer : json.at("/machine/layers")) {
      spikes += layer.path("spikes").asLong();
    }
    long heat = 0;
    for (JsonNode layer : json.at("/heat/layers")) {
      for (JsonNode count : layer.get("spikes")) {
        heat += count.asLong();
      }
    }
    assertTrue(spikes > 0);
    assertEquals(spikes, heat);
    assertTrue(json.at("/raster/points").size() > 0);
  }

  @Test
  void writesEverySpike() throws IOException {
    Path spikes = folder.resolve("spikes.npz");
    Command again =
        Command.run("report", network, "--inputs", DATA, "-o", page, "--spikes", spikes, "--json");
    assertEquals(0, again.exitCode(), again.err());
    long events = 0;
    for (JsonNode layer : again.json().at("/machine/layers")) {
      events += layer.path("spikes").asLong();
    }
    long bytes = 0;
    try (ZipFile zip = new ZipFile(spikes.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        assertTrue(entry.getName().matches("spikes[.][0-9]+[.]npy"), entry.getName());
        bytes += entry.getSize() - 128;
      }
    }
    assertEquals(events * 3 * Integer.BYTES, bytes, "three integers for each event");
  }

  @Test
  void needsNoNetwork() throws IOException {
    String html = Files.readString(page);
    Matcher links = Pattern.compile("(src|href)\\s*=\\s*[\"']?(https?:)?//").matcher(html);
    assertFalse(links.find(), "a link to elsewhere");
    assertTrue(html.length() < 1_500_000, html.length() + " characters");
  }

  @Test
  void rendersInABrowserWithoutErrors() throws Exception {
    Optional<Path> browser = browser();
    if (browser.isEmpty()) {
      System.out.println("skipped: the page in a browser: there is no chromium on the path");
    }
    assumeTrue(browser.isPresent(), "no chromium");
    Path dom = folder.resolve("dom.html");
    Path log = folder.resolve("log.txt");
    List<String> words = new ArrayList<>();
    words.add(browser.orElseThrow().toString());
    words.addAll(List.of("--headless=new", "--no-sandbox", "--disable-gpu"));
    words.addAll(List.of("--virtual-time-budget=5000", "--enable-logging=stderr", "--dump-dom"));
    words.add("--user-data-dir=" + folder.resolve("browser"));
    words.add(page.toUri().toString());
    Process process =
        new ProcessBuilder(words).redirectOutput(dom.toFile()).redirectError(log.toFile()).start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), Files.readString(log));
    String console = Files.readString(log).lines().filter(l -> l.contains("CONSOLE")).toList() + "";
    assertEquals("[]", console);
    String drawn = Files.readString(dom);
    for (String id : List.of("steps", "raster", "energy", "trade")) {
      Matcher canvas = Pattern.compile("<canvas id=\"" + id + "\"[^>]*>").matcher(drawn);
      assertTrue(canvas.find(), id);
      assertTrue(canvas.group().matches(".*data-points=\"[1-9][0-9]*\".*"), canvas.group());
      assertTrue(canvas.group().matches(".*aria-label=\".{10,}\".*"), canvas.group());
    }
    assertTrue(drawn.contains("mlp.snn – spikezip report"), "the title");
    assertTrue(drawn.contains("Equal: the spiking network"), "the proof");
  }

  private static Optional<Path> browser() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(
            dir ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(Path.of(dir)::resolve))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Before it asks for data, and long before it has worked on them. */
  @Test
  void saysAtOnceThatThePageCannotBeWritten() {
    Command page = Command.run("report", network, "-o", folder.resolve("missing/report.html"));
    assertEquals(2, page.exitCode());
    assertTrue(page.err().contains("there is no folder"), page.err());
    Command outputs = Command.run("run", network, "--outputs", folder.resolve("missing/o.npz"));
    assertEquals(2, outputs.exitCode());
    assertTrue(outputs.err().contains("there is no folder"), outputs.err());
  }

  @Test
  void refusesWhatMakesNoSense() {
    Command machine =
        Command.run("report", network, "--inputs", DATA, "--machine", "loihi3", "-o", page);
    assertEquals(2, machine.exitCode());
    assertTrue(machine.err().contains("did you mean 'loihi"), machine.err());
    Command layer = Command.run("report", network, "--inputs", DATA, "--layer", "none", "-o", page);
    assertEquals(2, layer.exitCode());
    assertTrue(layer.err().contains("no layer of neurons 'none'"), layer.err());
    Path nowhere = folder.resolve("none").resolve("page.html");
    assertEquals(2, Command.run("report", network, "--inputs", DATA, "-o", nowhere).exitCode());
  }

  @Test
  void exports() {
    Path target = folder.resolve("exported");
    Command loop = Command.run("export", network, "-o", target, "--json");
    assertEquals(0, loop.exitCode(), loop.err());
    assertEquals(target.resolve("snn.onnx").toString(), loop.json().at("/files/0/path").asText());
    assertEquals(
        target.resolve("snn.onnx").toFile().length(), loop.json().at("/files/0/bytes").asLong());
    Command step = Command.run("export", network, "-o", target, "--form", "step", "--json");
    assertEquals(2, step.json().get("files").size());
    assertEquals(2, Command.run("export", network, "-o", target, "--form", "steps").exitCode());
    Command missing = Command.run("export", network, "-o", target, "--backend", "onxx");
    assertEquals(2, missing.exitCode());
    assertTrue(missing.err().contains("did you mean 'onnx'?"), missing.err());
    assertEquals(2, Command.run("export", network, "-o", network).exitCode(), "a file");
  }
}
