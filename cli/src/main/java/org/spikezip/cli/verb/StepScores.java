package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.spikezip.cli.print.Output;
import org.spikezip.cli.print.Table;

/**
 * How good the answers are after each step. A sample that ended earlier keeps its last answer.
 *
 * @param steps one a step, from step 1
 * @param accuracy share of right answers at the end, with labels
 */
record StepScores(List<Score> steps, Optional<Double> accuracy) {
  /**
   * After one step.
   *
   * @param accuracy share of right answers, with labels
   * @param agreement share of answers that are those at the end
   */
  record Score(OptionalDouble accuracy, double agreement) {
    String[] cells(int step) {
      String number = Integer.toString(step);
      return accuracy.isPresent()
          ? new String[] {number, percent(agreement), percent(accuracy.getAsDouble())}
          : new String[] {number, percent(agreement)};
    }

    private static String percent(double share) {
      return String.format(Locale.ROOT, "%.2f", 100 * share);
    }
  }

  StepScores {
    steps = List.copyOf(steps);
  }

  /**
   * The scores of runs.
   *
   * @param labels right answers, one a row
   */
  static StepScores of(Runs runs, Optional<int[]> labels) {
    int steps = runs.results().stream().mapToInt(StepScores::steps).max().orElse(0);
    List<Score> scores = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      scores.add(score(runs, labels, step));
    }
    Score end = score(runs, labels, Integer.MAX_VALUE);
    return new StepScores(scores, end.accuracy().stream().boxed().findFirst());
  }

  private static int[] last(Runs.One run) {
    return run.answers().get(run.answers().size() - 1);
  }

  /** Steps to tell of: once quiet, there is nothing new. */
  private static int steps(Runs.One run) {
    int kept = run.answers().size() - 1;
    return run.activity().quiet() ? Math.min(kept, run.activity().steps()) : kept;
  }

  private static Score score(Runs runs, Optional<int[]> labels, int step) {
    int row = 0;
    int right = 0;
    int same = 0;
    for (Runs.One run : runs.results()) {
      int[] end = last(run);
      int[] now = run.answers().get(Math.min(step, run.answers().size() - 1));
      for (int i = 0; i < end.length; i++, row++) {
        same += now[i] == end[i] ? 1 : 0;
        right += labels.isPresent() && labels.get()[row] == now[i] ? 1 : 0;
      }
    }
    double rows = Math.max(1, row);
    return new Score(
        labels.isPresent() ? OptionalDouble.of(right / rows) : OptionalDouble.empty(), same / rows);
  }

  /** A list for programs; for people a table of the steps at which something changed. */
  void tell(Output output) {
    ArrayNode list = output.json().putArray("perStep");
    Table table =
        accuracy.isPresent()
            ? new Table("", "step", "agreement %", "accuracy %")
            : new Table("", "step", "agreement %");
    for (int i = 0; i < steps.size(); i++) {
      Score score = steps.get(i);
      ObjectNode entry = list.addObject();
      entry.put("step", i + 1);
      entry.put("agreement", score.agreement());
      score.accuracy().ifPresent(a -> entry.put("accuracy", a));
      if (i == 0 || i == steps.size() - 1 || !score.equals(steps.get(i - 1))) {
        table.row(score.cells(i + 1));
      }
    }
    output.gap();
    output.table(table);
    output.line("(agreement with the last answers; steps at which nothing changed are left out)");
  }
}
