package org.spikezip.integration.packaged;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.spikezip.integration.Repository;

/**
 * The source of a plugin.
 *
 * @param classes text by name
 * @param provider the name in its services file
 */
record PluginSources(Map<String, String> classes, String provider) {
  /** A plugin {@code bad.NAME} with this body. */
  static PluginSources of(String name, String body) {
    String text =
        "package bad; public class " + name + " implements org.spikezip.api.Plugin {" + body + "}";
    return new PluginSources(Map.of("bad." + name, text), "bad." + name);
  }

  /** Compiles it against what plugins see, and packs it. */
  void write(Path jar) throws IOException {
    Path folder = Files.createTempDirectory(jar.toAbsolutePath().getParent(), ".classes");
    compile(folder);
    Path services = folder.resolve("META-INF/services/org.spikezip.api.Plugin");
    Files.createDirectories(services.getParent());
    Files.writeString(services, provider + "\n");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out);
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new JarEntry(folder.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
  }

  private void compile(Path folder) throws IOException {
    List<JavaFileObject> files =
        classes.entrySet().stream().map(e -> file(e.getKey(), e.getValue())).toList();
    List<String> options =
        List.of("-d", folder.toString(), "-proc:none", "-classpath", classPath());
    StringWriter messages = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (!compiler.getTask(messages, null, null, options, null, files).call()) {
      throw new AssertionError(messages);
    }
  }

  private static String classPath() throws IOException {
    Path lib = Repository.root().resolve("cli/target/spikezip/lib");
    try (Stream<Path> jars = Files.list(lib)) {
      return jars.filter(j -> j.getFileName().toString().matches("spikezip-(ir|api)-\\d.*\\.jar"))
          .map(Path::toString)
          .collect(Collectors.joining(System.getProperty("path.separator")));
    }
  }

  private static JavaFileObject file(String name, String text) {
    URI uri = URI.create("string:///" + name.replace('.', '/') + ".java");
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}
