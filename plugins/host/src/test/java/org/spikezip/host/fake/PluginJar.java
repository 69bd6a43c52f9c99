package org.spikezip.host.fake;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.spikezip.api.Plugin;

/** Compiles plugins from source text and packs them. Immutable. */
public record PluginJar(
    Map<String, String> sources, List<String> services, String version, List<String> leftOut) {
  public static final PluginJar EMPTY = new PluginJar(Map.of(), List.of(), "", List.of());

  /** A plugin {@code fake.NAME} whose class body is this. */
  public static PluginJar plugin(String name, String body) {
    return EMPTY.with(name, "implements org.spikezip.api.Plugin", body).service("fake." + name);
  }

  /** A plugin {@code fake.NAME} that offers nothing but an id. */
  public static PluginJar named(String name, String id) {
    return plugin(name, "public String id() { return \"" + id + "\"; }");
  }

  /** One more class {@code fake.NAME}. */
  public PluginJar with(String name, String heritage, String body) {
    Map<String, String> more = new TreeMap<>(sources);
    more.put(
        "fake." + name,
        "package fake; public class " + name + " " + heritage + " {\n" + body + "\n}\n");
    return new PluginJar(more, services, version, leftOut);
  }

  public PluginJar service(String name) {
    List<String> more = new ArrayList<>(services);
    more.add(name);
    return new PluginJar(sources, more, version, leftOut);
  }

  public PluginJar version(String other) {
    return new PluginJar(sources, services, other, leftOut);
  }

  /** Compiles the class {@code fake.NAME} but leaves it out of the jar. */
  public PluginJar without(String name) {
    List<String> more = new ArrayList<>(leftOut);
    more.add("fake/" + name + ".class");
    return new PluginJar(sources, services, version, more);
  }

  /** Writes the jar and returns its path. */
  public Path write(Path jar) throws IOException {
    Path classes = Files.createTempDirectory(jar.getParent(), ".classes");
    writeClasses(classes);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    if (!version.isEmpty()) {
      manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
    }
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out, manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    return jar;
  }

  /** Writes classes and service file as a folder. */
  public void writeClasses(Path folder) throws IOException {
    compile(folder);
    for (String file : leftOut) {
      Files.delete(folder.resolve(file));
    }
    if (!services.isEmpty()) {
      Path list = folder.resolve("META-INF/services/" + Plugin.class.getName());
      Files.createDirectories(list.getParent());
      Files.write(list, services);
    }
  }

  private void compile(Path folder) {
    if (sources.isEmpty()) {
      return;
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<JavaFileObject> files = new ArrayList<>();
    sources.forEach((name, text) -> files.add(source(name, text)));
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of(
            "-d",
            folder.toString(),
            "-proc:none",
            "-classpath",
            System.getProperty("java.class.path"));
    if (!compiler.getTask(messages, null, null, options, null, files).call()) {
      throw new AssertionError("the plugin of this test does not compile: " + messages);
    }
  }

  private static JavaFileObject source(String name, String text) {
    URI uri = URI.create("string:///" + name.replace('.', '/') + ".java");
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  /** Text in a file, for entries that are no jars at all. */
  public static void writeText(Path file, String text) throws IOException {
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
