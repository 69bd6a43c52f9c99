package org.spikezip.frontend.torch.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spikezip.frontend.torch.script.Token.Kind;

class LexerTest {
  private static List<Token> tokens(String text) {
    return Lexer.tokens(SourceFile.of("a.py", text));
  }

  private static List<Kind> kinds(String text) {
    return tokens(text).stream().map(Token::kind).toList();
  }

  @Test
  void indentationBecomesTokens() {
    assertEquals(
        List.of(
            Kind.NAME,
            Kind.SYMBOL,
            Kind.NEWLINE,
            Kind.INDENT,
            Kind.NAME,
            Kind.NEWLINE,
            Kind.DEDENT,
            Kind.NAME,
            Kind.NEWLINE,
            Kind.END),
        kinds("a:\n\n  # comment\n  b\nc"));
  }

  @Test
  void linesInBracketsGoOn() {
    assertEquals(
        List.of("f", "(", "a", ",", "b", ")", "", ""),
        tokens("f(a,\n    b)\n").stream().map(Token::text).toList());
  }

  @Test
  void escapesMeanWhatTheyDoInPython() {
    assertEquals("it's\n\u00e9\u0001\\", tokens("'it\\'s\\n\\xe9\\001\\\\'").get(0).text());
  }

  @Test
  void numbersKeepTheirExponents() {
    assertEquals("1.0000000000000001e-05", tokens("1.0000000000000001e-05").get(0).text());
  }
}
