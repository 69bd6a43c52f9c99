package org.spikezip.cli.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void alignsNumbersToTheRight() {
    Table table = new Table("  ", "what", "n").row("a", "1").row("long", "1,000");
    assertEquals(List.of("  what      n", "  a         1", "  long  1,000"), table.lines(80));
  }

  @Test
  void wrapsTheLastColumn() {
    Table table = new Table("", "id", "text").row("x", "one two three four five six seven");
    assertEquals(
        List.of("id  text", "x   one two three four", "    five six seven"), table.lines(26));
  }

  @Test
  void wrapsTextAtSpacesKeepingTheIndent() {
    assertEquals(
        List.of("  one two", "  three", "  fourteen"), Wrap.lines("  one two three fourteen", 12));
    assertEquals(List.of("unbreakableunbreakable"), Wrap.lines("unbreakableunbreakable", 12));
    assertEquals(List.of(""), Wrap.lines("", 80));
  }

  @Test
  void keepsTogetherWhatBelongsTogether() {
    String text = "1 one, 2" + Wrap.TOGETHER + "two, 3" + Wrap.TOGETHER + "three";
    assertEquals(List.of("1 one,", "2 two,", "3 three"), Wrap.lines(text, 10));
    Table table = new Table("", "operators").row(text);
    assertEquals(List.of("operators", "1 one, 2 two, 3 three"), table.lines(80));
  }
}
