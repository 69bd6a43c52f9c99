package org.spikezip.benchmark.plot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Steps against events per neuron, both logarithmic, for every schedule of a measurement; a line a
 * spike size joins those that none beats in both.
 */
public final class ParetoPlot {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 460;
  private static final int MARGIN = 56;
  private static final double[] TICKS = {
    0.5, 1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1000, 2000, 5000
  };

  /** Colors that also the color-blind tell apart. */
  private static final List<String> COLORS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9");

  private static final Map<String, String> SHAPES =
      Map.of(
          "synchronous", "M-4,-4h8v8h-8z",
          "wavefront", "M0,-5l5,9h-10z",
          "deadline", "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z",
          "layerwise", "M0,-5l5,5l-5,5l-5,-5z");

  private final StringBuilder svg = new StringBuilder();
  private final List<Point> points;
  private final double[] steps;
  private final double[] events;

  private ParetoPlot(List<Point> points) {
    this.points = points;
    steps = range(Point::steps);
    events = range(Point::events);
  }

  /**
   * Draws.
   *
   * @param arguments what {@code spikezip bench --json} printed, and where the drawing goes
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      throw new IllegalArgumentException("expected two files: BENCH.json and PLOT.svg");
    }
    Files.writeString(Path.of(arguments[1]), svg(Point.read(Path.of(arguments[0]))));
  }

  /** The drawing of at least one point. */
  static String svg(List<Point> points) {
    return new ParetoPlot(points).draw();
  }

  /** From a little below the least to a little above the largest. */
  private double[] range(ToDoubleFunction<Point> of) {
    return new double[] {
      points.stream().mapToDouble(of).min().orElseThrow() / 1.25,
      points.stream().mapToDouble(of).max().orElseThrow() * 1.25
    };
  }

  private static double share(double value, double[] range) {
    return Math.log(value / range[0]) / Math.log(range[1] / range[0]);
  }

  private double x(double value) {
    return MARGIN + share(value, steps) * (WIDTH - 2 * MARGIN);
  }

  private double y(double value) {
    return HEIGHT - MARGIN - share(value, events) * (HEIGHT - 2 * MARGIN);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private String draw() {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"11\">",
        WIDTH, HEIGHT);
    add("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>", WIDTH, HEIGHT);
    axes();
    List<Integer> sizes = points.stream().map(Point::maxSpike).distinct().sorted().toList();
    for (int i = 0; i < sizes.size(); i++) {
      series(sizes.get(i), COLORS.get(i % COLORS.size()));
      add(
          "<text x=\"%d\" y=\"%d\" fill=\"%s\">spikes up to %d</text>",
          WIDTH - MARGIN - 90, MARGIN + 14 * i, COLORS.get(i % COLORS.size()), sizes.get(i));
    }
    int row = sizes.size();
    for (String kind : SHAPES.keySet().stream().sorted().toList()) {
      add(
          "<path transform=\"translate(%d,%d)\" d=\"%s\" fill=\"#555\"/><text x=\"%d\""
              + " y=\"%d\">%s</text>",
          WIDTH - MARGIN - 84,
          MARGIN + 14 * row - 4,
          SHAPES.get(kind),
          WIDTH - MARGIN - 74,
          MARGIN + 14 * row++,
          kind);
    }
    return svg.append("</svg>\n").toString();
  }

  private void axes() {
    for (double tick : TICKS) {
      if (tick > steps[0] && tick < steps[1]) {
        add(
            "<path d=\"M%.1f,%dV%d\" stroke=\"#ddd\"/><text x=\"%.1f\" y=\"%d\""
                + " text-anchor=\"middle\">%s</text>",
            x(tick), MARGIN, HEIGHT - MARGIN, x(tick), HEIGHT - MARGIN + 16, number(tick));
      }
      if (tick > events[0] && tick < events[1]) {
        add(
            "<path d=\"M%d,%.1fH%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\""
                + " text-anchor=\"end\">%s</text>",
            MARGIN, y(tick), WIDTH - MARGIN, MARGIN - 6, y(tick) + 4, number(tick));
      }
    }
    add(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">steps until rest</text>",
        WIDTH / 2, HEIGHT - 14);
    add("<text x=\"%d\" y=\"%d\">events a neuron</text>", MARGIN - 40, MARGIN - 20);
  }

  private static String number(double tick) {
    return tick < 1 ? Double.toString(tick) : Long.toString(Math.round(tick));
  }

  private void series(int maxSpike, String color) {
    add(
        "<polyline fill=\"none\" stroke=\"%s\" stroke-opacity=\"0.5\" points=\"%s\"/>",
        color,
        Point.front(points, maxSpike).stream()
            .map(p -> String.format(Locale.ROOT, "%.1f,%.1f", x(p.steps()), y(p.events())))
            .collect(Collectors.joining(" ")));
    for (Point point : points) {
      if (point.maxSpike() == maxSpike) {
        add(
            "<path transform=\"translate(%.1f,%.1f)\" d=\"%s\" fill=\"%s\"><title>%s, spikes up to"
                + " %d: %d steps, %.3f events a neuron</title></path><text x=\"%.1f\" y=\"%.1f\""
                + " font-size=\"9\" fill=\"%s\">%s</text>",
            x(point.steps()),
            y(point.events()),
            SHAPES.getOrDefault(point.kind(), SHAPES.get("deadline")),
            color,
            point.schedule(),
            maxSpike,
            point.steps(),
            point.events(),
            x(point.steps()) + 6,
            y(point.events()) - 4,
            color,
            point.parameters());
      }
    }
  }
}
