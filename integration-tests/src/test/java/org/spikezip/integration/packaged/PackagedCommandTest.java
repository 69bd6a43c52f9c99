package org.spikezip.integration.packaged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spikezip.integration.Repository.fixture;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.integration.Repository;

/** What goes well: every verb on a model, and how the command behaves in a pipe. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PackagedCommandTest {
  private static final Path MODEL = fixture("vit-legacy.onnx");
  private static final Path IMAGES = fixture("fashion-mnist-test.npz");

  private Launcher spikezip;
  private Path network;

  @BeforeAll
  void compile(@TempDir Path folder) {
    spikezip = Launcher.in(folder);
    network = spikezip.folder().resolve("vit.snn");
    Path data = fixture("fashion-mnist-calibration.npz");
    JsonNode json =
        spikezip
            .run("compile", MODEL, "-o", "vit.snn", "--inputs", data, "--limit", 32, "--json")
            .ok()
            .json();
    assertEquals(network.toFile().length(), json.get("bytes").asLong());
    assertTrue(json.get("passes").size() >= 3);
  }

  @AfterAll
  void close() throws IOException {
    spikezip.close();
  }

  @Test
  void tellsItsVersion() {
    CommandResult result = spikezip.run("--version").ok();
    assertTrue(
        result.out().matches("spikezip \\d+\\.\\d+\\.\\d+\\S* \\(Java .+\\)\\R"), result.out());
    assertEquals("", result.err());
  }

  /** Java says nothing where an option names a class that is not there. */
  @Test
  void namesTheKernelsThatJavaCompilesByThemselves() throws IOException {
    String script = Files.readString(Repository.root().resolve("bin/spikezip"));
    Matcher option = Pattern.compile("dontinline,([\\w.]+)::\\*'").matcher(script);
    Path sources = Repository.root().resolve("backends/cpu/src/main/java");
    Set<String> kernels = new TreeSet<>();
    while (option.find()) {
      Path source = sources.resolve(option.group(1).replace('.', '/') + ".java");
      assertTrue(Files.exists(source), source::toString);
      kernels.addAll(interfacesOf(Files.readString(source)));
    }
    assertEquals(Set.of("Kernels", "FunctionKernels"), kernels);
  }

  private static Set<String> interfacesOf(String source) {
    Matcher declaration = Pattern.compile("class \\w+ implements (\\w+) ").matcher(source);
    return declaration.find() ? Set.of(declaration.group(1)) : Set.of();
  }

  @Test
  void findsEveryPluginInItsJar() {
    JsonNode backends = spikezip.run("backends", "--json").ok().json().get("backends");
    Set<String> available = new TreeSet<>();
    for (JsonNode backend : backends) {
      if (backend.get("available").asBoolean()) {
        available.add(backend.get("id").asText());
      }
      assertTrue(backend.toString().contains(".jar"), backend::toString);
    }
    assertTrue(available.containsAll(Set.of("cpu", "onnx")), available::toString);
    for (String verb : new String[] {"frontends", "passes", "plugins"}) {
      CommandResult result = spikezip.run(verb, "--json").ok();
      assertFalse(result.json().get(verb).isEmpty(), result::out);
    }
  }

  @Test
  void inspectsAModel() {
    JsonNode json = spikezip.run("inspect", MODEL, "--json").ok().json();
    assertEquals("model", json.get("kind").asText());
    assertEquals("pixels", json.get("inputs").get(0).get("name").asText());
    assertEquals("logits", json.get("outputs").get(0).get("name").asText());
    assertTrue(json.get("host").isEmpty());
    String text = spikezip.run("inspect", MODEL).ok().out().replaceAll("\\s+", " ");
    for (String word :
        new String[] {"pixels", "logits", "4 softmax", "9 layer_norm", "host: none"}) {
      assertTrue(text.contains(word), () -> word + " is not in " + text);
    }
  }

  @Test
  void saysHowAModelIsQuantized() {
    Map<String, String> forms =
        Map.of(
            "vit-qdq.onnx", "static",
            "vit-lsq16-relu-legacy.onnx", "static",
            "quantized/bert-dynamic.onnx", "dynamic",
            "quantized/bert-nbits4.onnx", "weights",
            "vit-legacy.onnx", "none");
    forms.forEach(
        (file, form) ->
            assertEquals(
                form,
                spikezip
                    .run("inspect", fixture(file), "--json")
                    .ok()
                    .json()
                    .get("quantization")
                    .asText(),
                file));
  }

  @Test
  void inspectsANetwork() {
    JsonNode json = spikezip.run("inspect", "vit.snn", "--json").ok().json();
    assertEquals("network", json.get("kind").asText());
    assertTrue(json.get("spikingMacShare").asDouble() > 0.99);
    for (String opClass : new String[] {"neuron", "synapse", "bilinear", "differential"}) {
      assertTrue(json.get("classes").get(opClass).asInt() > 0, opClass);
    }
  }

  @Test
  void verifies() {
    JsonNode json =
        spikezip
            .run("verify", network, "--inputs", IMAGES, "--limit", 4, "--float", MODEL, "--json")
            .ok()
            .json();
    assertEquals(4, json.get("samples").asInt());
    assertEquals(0, json.get("mismatchedCodes").asInt());
    assertTrue(json.get("outputsBitEqual").asBoolean());
    assertTrue(json.get("float").get("meanCosine").asDouble() > 0.95);
  }

  @Test
  void runsWithLabels() {
    JsonNode json =
        spikezip
            .run(
                "run",
                network,
                "--inputs",
                IMAGES,
                "--labels",
                fixture("fashion-mnist-test-labels.txt"),
                "--schedule",
                "wavefront:1",
                "--max-spike",
                16,
                "--outputs",
                "out.npz",
                "--json")
            .ok()
            .json();
    assertEquals(300, json.get("samples").asInt());
    assertTrue(json.get("accuracy").asDouble() >= 0.88, json::toString);
    assertTrue(json.get("quiet").asBoolean());
    for (String key : new String[] {"steps", "spikes", "synapticOperations", "seconds"}) {
      assertTrue(json.has(key), key);
    }
    assertTrue(Files.exists(spikezip.folder().resolve("out.npz")));
  }

  /** Pictures give what their array gives, since that was made from them. */
  @Test
  void readsPictures() {
    CommandResult pictures =
        spikezip
            .run(
                "run",
                network,
                "--images",
                fixture("images"),
                "--mean",
                "0.2860",
                "--std",
                "0.3530",
                "--labels",
                fixture("fashion-mnist-test-labels.txt"),
                "--limit",
                20,
                "--max-spike",
                16,
                "--json")
            .ok();
    assertTrue(pictures.json().get("accuracy").asDouble() >= 0.8, pictures::out);
  }

  @Test
  void tellsNothingButJsonOnStdoutAndNothingOnStderrInAPipe() {
    CommandResult result =
        spikezip.run("run", network, "--inputs", IMAGES, "--limit", 2, "--json").ok();
    assertEquals("", result.err());
    assertEquals(2, result.json().get("samples").asInt());
  }

  @Test
  void fitsANarrowTerminal() {
    CommandResult result = spikezip.shell("COLUMNS=40 \"$0\" passes").ok();
    assertTrue(result.out().lines().allMatch(line -> line.length() <= 40), result.out());
    assertTrue(spikezip.shell("COLUMNS=10 \"$0\" inspect --help").ok().out().contains("MODEL"));
  }

  /** What is wrong with a text of help, its library writes past us to stderr. */
  @Test
  void helpsWithoutWarnings() {
    CommandResult result =
        spikezip.shell(
            "for verb in inspect compile verify run export report bench demo; do"
                + " \"$0\" $verb --help; done");
    assertEquals("", result.ok().err());
    assertTrue(result.out().contains("5% neurons"), result.out());
  }

  /** The reader is gone before the first byte is written. */
  @Test
  void staysCalmWhenNobodyReads() {
    CommandResult result = spikezip.shell("\"$0\" inspect vit.snn | true; echo ${PIPESTATUS[0]}");
    assertEquals("0\n", result.out());
    assertEquals("", result.err());
  }

  @Test
  void givesTheFirstLineToHead() {
    CommandResult result = spikezip.shell("\"$0\" inspect vit.snn | head -n 1").ok();
    assertEquals(1, result.out().lines().count());
    assertTrue(result.out().contains("vit.snn"), result.out());
    assertEquals("", result.err());
  }
}
