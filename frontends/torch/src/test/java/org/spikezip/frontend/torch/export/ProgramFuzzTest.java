package org.spikezip.frontend.torch.export;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.frontend.torch.TorchFrontend;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * Damaged programs are read, or refused as malformed or unsupported; never anything else. The
 * damage is random but the same in every run.
 */
@Timeout(120)
class ProgramFuzzTest {
  private static final int ROUNDS = 50;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir Path folder;

  private static void open(Path file, String what) {
    try {
      new TorchFrontend().open(file).close();
    } catch (SpikezipException e) {
      boolean expected = e.code() == ErrorCode.MALFORMED || e.code() == ErrorCode.UNSUPPORTED;
      assertTrue(expected, () -> what + ": " + e.getMessage());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      fail(what + ": " + e, e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lsq.pt2", "vit.pt2", "idioms.core.pt2"})
  void archives(String name) throws IOException {
    byte[] whole = Files.readAllBytes(ProgramFile.fixture(name));
    Random random = new Random(name.hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = whole.clone();
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Path file = Files.write(folder.resolve("model.pt2"), bytes);
      open(file, name + " in round " + round);
    }
  }

  /**
   * Places of the JSON exchanged, emptied, or given other numbers, under checksums that are right.
   */
  @ParameterizedTest
  @ValueSource(strings = {"lsq.pt2", "vit.pt2", "idioms.core.pt2", "attentions.pt2", "bert.pt2"})
  void json(String name) throws IOException {
    ProgramFile whole = ProgramFile.of(name);
    Random random = new Random(name.hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      String entry = random.nextInt(4) == 0 ? ProgramFile.WEIGHTS : ProgramFile.MODEL;
      JsonNode json = MAPPER.readTree(whole.entry(entry));
      String damage = damage(json, random);
      Path file = ProgramFile.of(name).with(entry, MAPPER.writeValueAsBytes(json)).write(folder);
      open(file, name + " in round " + round + ": " + damage);
    }
  }

  private static String damage(JsonNode json, Random random) {
    List<JsonNode> containers = new ArrayList<>();
    collect(json, containers);
    JsonNode at = containers.get(random.nextInt(containers.size()));
    JsonNode other = value(containers.get(random.nextInt(containers.size())), random);
    if (at instanceof ArrayNode list) {
      int index = random.nextInt(list.size());
      list.set(index, other);
      return "[" + index + "] = " + other;
    }
    ObjectNode object = (ObjectNode) at;
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    String name = names.get(random.nextInt(names.size()));
    if (random.nextInt(5) == 0) {
      object.remove(name);
      return "without " + name;
    }
    object.set(name, other);
    return name + " = " + other;
  }

  private static JsonNode value(JsonNode container, Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> MAPPER.getNodeFactory().numberNode(random.nextLong());
      case 1 -> MAPPER.getNodeFactory().numberNode(random.nextInt(20) - 10);
      case 2 -> MAPPER.nullNode();
      case 3 -> MAPPER.getNodeFactory().textNode("x");
      default -> {
        int index = random.nextInt(container.size());
        Iterator<JsonNode> elements = container.elements();
        for (int i = 0; i < index; i++) {
          elements.next();
        }
        yield elements.next().deepCopy();
      }
    };
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode() && node.size() > 0) {
      containers.add(node);
    }
    node.forEach(child -> collect(child, containers));
  }
}
