package org.spikezip.frontend.torch.script;

/**
 * A token of TorchScript's code.
 *
 * @param text as written; of strings, what they mean
 * @param line from 1
 */
record Token(Kind kind, String text, int line) {
  enum Kind {
    NAME,
    NUMBER,
    STRING,
    SYMBOL,
    NEWLINE,
    INDENT,
    DEDENT,
    END
  }

  boolean is(String symbol) {
    return (kind == Kind.SYMBOL || kind == Kind.NAME) && text.equals(symbol);
  }
}
