package org.spikezip.integration.lint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java file.
 *
 * @param path within the repository
 * @param lines its text
 */
record SourceFile(Path path, List<String> lines) {
  private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
  private static final Pattern IMPORT = Pattern.compile("import (?:static )?([\\w.]+)[.*]*;");

  /** All of a repository, but what builds make. */
  static List<SourceFile> in(Path root) throws IOException {
    List<SourceFile> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean ours = folder.equals(root) || (!name.startsWith(".") && !name.equals("target"));
            return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              files.add(new SourceFile(root.relativize(file), read(file)));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The module's folder, such as {@code plugins/api}. */
  String module() {
    String text = path.toString().replace('\\', '/');
    return text.substring(0, text.indexOf("/src/"));
  }

  boolean isMain() {
    return path.toString().replace('\\', '/').contains("/src/main/java/");
  }

  String packageName() {
    return first(PACKAGE);
  }

  private String first(Pattern pattern) {
    for (String line : lines) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.lookingAt()) {
        return matcher.group(1);
      }
    }
    return "";
  }

  /** What it imports, classes and members alike. */
  List<String> imports() {
    List<String> imports = new ArrayList<>();
    for (String line : lines) {
      Matcher matcher = IMPORT.matcher(line);
      if (matcher.lookingAt()) {
        imports.add(matcher.group(1));
      }
    }
    return imports;
  }

  /** Path and line of each line that has this, such as {@code ir/…/Tensor.java:12}. */
  List<String> places(Pattern pattern) {
    List<String> places = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (pattern.matcher(lines.get(i)).find()) {
        places.add(path + ":" + (i + 1) + ": " + lines.get(i).strip());
      }
    }
    return places;
  }
}
