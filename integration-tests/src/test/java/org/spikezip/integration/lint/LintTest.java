package org.spikezip.integration.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.spikezip.integration.Repository;

/** The house rules that no compiler knows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LintTest {
  private static final int LONGEST_FILE = 400;
  private static final String OURS = "org.spikezip.";

  /** Which packages of ours a module may use, by its folder. */
  private static final Map<String, List<String>> ALLOWED =
      Map.ofEntries(
          Map.entry("ir", List.of("ir")),
          Map.entry("plugins/api", List.of("ir", "api")),
          Map.entry("frontends/onnx", List.of("ir", "api", "frontend.onnx")),
          Map.entry("frontends/torch", List.of("ir", "api", "frontend.torch", "frontend.onnx")),
          Map.entry("passes", List.of("ir", "api", "pass")),
          Map.entry("backends/cpu", List.of("ir", "api", "backend.cpu")),
          Map.entry("backends/onnx", List.of("ir", "api", "backend.onnx", "frontend.onnx")),
          Map.entry("backends/simulator", List.of("ir", "api", "backend.simulator")),
          Map.entry("backends/nir", List.of("ir", "api", "backend.nir")),
          Map.entry("backends/cuda", List.of("ir", "api", "backend.cuda")),
          Map.entry("plugins/conformance", List.of("ir", "api", "conformance")),
          Map.entry("plugins/example-backend", List.of("ir", "api")),
          Map.entry("plugins/host", List.of("ir", "api", "host")),
          Map.entry("cli", List.of("ir", "api", "host", "cli")),
          Map.entry("benchmarks", List.of("ir", "api", "host", "backend.cpu", "benchmark")));

  /** What must not show in the signatures that plugins see. */
  private static final List<String> FOREIGN =
      List.of("com.google.inject", "com.google.protobuf", "ai.onnxruntime", "jakarta.inject");

  private List<SourceFile> all;
  private List<SourceFile> main;

  @BeforeAll
  void read() throws IOException {
    all = SourceFile.in(Repository.root());
    main = all.stream().filter(SourceFile::isMain).toList();
    assertTrue(main.size() > 100, () -> main.size() + " files found");
  }

  @Test
  void filesAreShort() {
    assertNone(
        main.stream()
            .filter(file -> file.lines().size() > LONGEST_FILE)
            .map(file -> file.path() + ": " + file.lines().size() + " lines"));
  }

  @Test
  void packagesSayWhatTheyAreFor() {
    Set<String> missing = new TreeSet<>();
    main.forEach(file -> missing.add(file.module() + ": " + file.packageName()));
    main.stream()
        .filter(file -> file.path().endsWith("package-info.java"))
        .filter(file -> file.lines().stream().anyMatch(line -> line.startsWith("/**")))
        .forEach(file -> missing.remove(file.module() + ": " + file.packageName()));
    assertNone(missing.stream());
  }

  /** And tests of the kit say their seeds. */
  @Test
  void onlyTheCommandPrints() {
    Pattern print = Pattern.compile("System\\.(out|err)\\b|\\.printStackTrace\\(\\)");
    assertNone(
        places(main, file -> !Set.of("cli", "plugins/conformance").contains(file.module()), print));
  }

  @Test
  void nothingIsLeftForLater() {
    Pattern later = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    assertNone(places(all, file -> true, later));
  }

  @Test
  void modulesDependDownwardsOnly() {
    List<String> wrong = new ArrayList<>();
    for (SourceFile file : main) {
      List<String> allowed = ALLOWED.get(file.module());
      if (allowed == null) {
        wrong.add(file.module() + ": tell LintTest what this module may use");
        continue;
      }
      file.imports().stream()
          .filter(name -> name.startsWith(OURS))
          .filter(name -> allowed.stream().noneMatch(a -> name.startsWith(OURS + a + ".")))
          .forEach(name -> wrong.add(file.path() + " imports " + name));
    }
    assertNone(wrong.stream().distinct());
  }

  /** A package in two modules would hide one of them from readers and from class loaders. */
  @Test
  void packagesAreInOneModule() {
    Map<String, Set<String>> modules = new TreeMap<>();
    main.forEach(
        file ->
            modules.computeIfAbsent(file.packageName(), p -> new TreeSet<>()).add(file.module()));
    assertNone(
        modules.entrySet().stream().filter(e -> e.getValue().size() > 1).map(Object::toString));
  }

  /** The artifact is written with ProtoBuf, out of sight of its users. */
  @Test
  void pluginsSeeNoForeignTypes() {
    Pattern signature =
        Pattern.compile(
            "^  (public|protected) .*\\b(Message|ByteString|OrtSession|OnnxTensor|Injector)\\b");
    assertNone(places(main, LintTest::isForPlugins, signature));
    List<String> wrong = new ArrayList<>();
    for (SourceFile file : main) {
      if (isForPlugins(file) && !file.packageName().equals("org.spikezip.ir.artifact")) {
        file.imports().stream()
            .filter(name -> FOREIGN.stream().anyMatch(name::startsWith))
            .forEach(name -> wrong.add(file.path() + " imports " + name));
      }
    }
    assertNone(wrong.stream());
  }

  private static boolean isForPlugins(SourceFile file) {
    return Set.of("ir", "plugins/api").contains(file.module());
  }

  private static Stream<String> places(
      List<SourceFile> files, Predicate<SourceFile> which, Pattern pattern) {
    return files.stream().filter(which).flatMap(file -> file.places(pattern).stream());
  }

  private static void assertNone(Stream<String> wrong) {
    assertEquals("", wrong.collect(Collectors.joining("\n")));
  }
}
