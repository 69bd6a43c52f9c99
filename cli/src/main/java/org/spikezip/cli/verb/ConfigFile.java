package org.spikezip.cli.verb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A YAML file of options: keys are their names without dashes, and the command line wins over them.
 * Lists and maps ({@code shape: {x: 2x128}}) are for options that can be given several times.
 */
public final class ConfigFile {
  private static final String OPTION = "--config";
  private static final long LARGEST = 1 << 20;

  private ConfigFile() {}

  /**
   * The words of a command line with those of its {@code --config} file put at the end, for verbs
   * that know that option.
   *
   * @throws SpikezipException MALFORMED if the file is no YAML, USAGE if it has an unknown option
   */
  public static String[] expand(String[] args, CommandLine command) {
    if (args.length == 0 || !command.getSubcommands().containsKey(args[0])) {
      return args;
    }
    CommandSpec verb = command.getSubcommands().get(args[0]).getCommandSpec();
    List<String> words = new ArrayList<>(Arrays.asList(args));
    String file = value(words);
    if (file == null || verb.findOption(OPTION) == null) {
      return args;
    }
    List<String> more = words(read(Path.of(file)), verb, words, file);
    int end = words.indexOf("--");
    words.addAll(end < 0 ? words.size() : end, more);
    return words.toArray(String[]::new);
  }

  private static String value(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).startsWith(OPTION + "=")) {
        return words.get(i).substring(OPTION.length() + 1);
      }
      if (words.get(i).equals(OPTION) && i + 1 < words.size()) {
        return words.get(i + 1);
      }
    }
    return null;
  }

  private static JsonNode read(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw malformed(file, "it is larger than a file of options should be", null);
      }
      JsonNode tree = new YAMLMapper().readTree(Files.readAllBytes(file));
      if (tree == null || !(tree.isObject() || tree.isMissingNode() || tree.isNull())) {
        throw malformed(file, "expected lines like 'levels: 32'", null);
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw malformed(file, "it is no YAML: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw malformed(file, "it cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<String> words(
      JsonNode tree, CommandSpec verb, List<String> given, String file) {
    List<String> words = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      OptionSpec option = verb.findOption("--" + entry.getKey());
      if (option == null || entry.getKey().equals("config")) {
        throw unknown(file, entry.getKey(), verb);
      }
      if (!isGiven(option, given)) {
        add("--" + entry.getKey(), entry.getValue(), option, words);
      }
    }
    return words;
  }

  private static boolean isGiven(OptionSpec option, List<String> given) {
    return Arrays.stream(option.names())
        .anyMatch(name -> given.stream().anyMatch(w -> w.equals(name) || w.startsWith(name + "=")));
  }

  private static void add(String name, JsonNode value, OptionSpec option, List<String> words) {
    if (value.isArray()) {
      value.forEach(one -> add(name, one, option, words));
    } else if (value.isObject()) {
      value
          .properties()
          .forEach(e -> words.add(name + "=" + e.getKey() + "=" + e.getValue().asText()));
    } else if (option.arity().max() == 0) {
      words.add(name + "=" + value.asBoolean());
    } else {
      words.add(name + "=" + value.asText());
    }
  }

  private static SpikezipException unknown(String file, String key, CommandSpec verb) {
    List<String> known =
        verb.options().stream()
            .map(o -> o.longestName().substring(o.longestName().startsWith("--") ? 2 : 1))
            .filter(name -> !name.equals("config"))
            .sorted()
            .toList();
    String remedy =
        Suggestion.nearest(key, known)
            .map(near -> "did you mean '" + near + "'?")
            .orElse("known are " + String.join(", ", known));
    return new SpikezipException(
        ErrorCode.USAGE, file + ": there is no option '" + key + "'", remedy);
  }

  private static SpikezipException malformed(Path file, String message, Throwable cause) {
    return new SpikezipException(ErrorCode.MALFORMED, file + ": " + message, "", cause);
  }
}
