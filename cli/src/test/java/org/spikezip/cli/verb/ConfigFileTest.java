package org.spikezip.cli.verb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ConfigFileTest {
  @TempDir Path folder;

  @Command(
      name = "spikezip",
      subcommands = {CompileCommand.class, RunCommand.class})
  private static final class Root {}

  private String[] expand(String yaml, String... words) throws IOException {
    Path file = Files.writeString(folder.resolve("c.yaml"), yaml);
    String[] args = new String[words.length + 2];
    System.arraycopy(words, 0, args, 0, words.length);
    args[words.length] = "--config";
    args[words.length + 1] = file.toString();
    String[] all = ConfigFile.expand(args, new CommandLine(new Root()));
    String[] added = new String[all.length - args.length];
    System.arraycopy(all, args.length, added, 0, added.length);
    return added;
  }

  @Test
  void addsWordsForEveryKey() throws IOException {
    assertArrayEquals(
        new String[] {"--levels=16", "--complete=true"},
        expand("levels: 16\ncomplete: true\n", "compile", "m.onnx"));
  }

  @Test
  void repeatsListsAndMaps() throws IOException {
    assertArrayEquals(
        new String[] {"--shape=a=1x2", "--shape=b=3"},
        expand("shape: [a=1x2, b=3]\n", "compile", "m.onnx"));
    assertArrayEquals(
        new String[] {"--shape=a=1x2", "--shape=b=3"},
        expand("shape: {a: 1x2, b: 3}\n", "compile", "m.onnx"));
  }

  @Test
  void commandLineWins() throws IOException {
    assertArrayEquals(
        new String[] {"--output=y"},
        expand("levels: 16\noutput: y\n", "compile", "m.onnx", "--levels=8"));
    assertArrayEquals(new String[0], expand("output: y\n", "compile", "m.onnx", "-o", "x"));
  }

  @Test
  void emptyFilesAddNothing() throws IOException {
    assertArrayEquals(new String[0], expand("# nothing\n", "compile", "m.onnx"));
  }
}
