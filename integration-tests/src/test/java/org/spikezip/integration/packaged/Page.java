package org.spikezip.integration.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spikezip.integration.Repository;

/** The code of a page of docs. */
final class Page {
  private static final Pattern CODE =
      Pattern.compile(
          "(?:^`([^`\\n]+)`[^\\n`]*:\\n\\n)?^```\\w+\\n(.*?)^```$",
          Pattern.MULTILINE | Pattern.DOTALL);

  private static final Pattern CLASS =
      Pattern.compile(
          "^package ([\\w.]+);.*?^public final class (\\w+)", Pattern.MULTILINE | Pattern.DOTALL);

  private Page() {}

  /** The files that a page names above their text, by path. */
  static Map<String, String> files(String page) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    Matcher code = CODE.matcher(text(page));
    while (code.find()) {
      if (code.group(1) != null) {
        files.put(code.group(1), code.group(2));
      }
    }
    return files;
  }

  /** The Java classes on a page, by name. */
  static Map<String, String> classes(String page) throws IOException {
    Map<String, String> classes = new LinkedHashMap<>();
    Matcher code = CODE.matcher(text(page));
    while (code.find()) {
      Matcher name = CLASS.matcher(code.group(2));
      if (name.find()) {
        classes.put(name.group(1) + "." + name.group(2), code.group(2));
      }
    }
    return classes;
  }

  private static String text(String page) throws IOException {
    return Files.readString(Repository.root().resolve("docs").resolve(page));
  }
}
