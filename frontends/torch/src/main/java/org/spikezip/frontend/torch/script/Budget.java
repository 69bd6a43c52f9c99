package org.spikezip.frontend.torch.script;

/** How much code may run: no model needs as much, but a broken one may never end. */
final class Budget {
  private static final int MOST_STEPS = 4_000_000;
  private static final int MOST_DEPTH = 400;

  private int steps;
  private int depth;

  void spend(Frame frame, int line) {
    if (++steps > MOST_STEPS) {
      throw frame.malformed(line, "the code did not end within " + MOST_STEPS + " steps");
    }
  }

  /** An expression begins, inside of others and of their calls. */
  void enter(Frame frame, int line) {
    spend(frame, line);
    if (++depth > MOST_DEPTH) {
      throw frame.malformed(
          line, "calls and expressions are nested more than " + MOST_DEPTH + " deep");
    }
  }

  void leave() {
    depth--;
  }
}
