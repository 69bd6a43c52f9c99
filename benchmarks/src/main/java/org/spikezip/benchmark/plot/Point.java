package org.spikezip.benchmark.plot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A schedule that was measured.
 *
 * @param schedule its name
 * @param maxSpike the largest spike
 * @param steps until rest
 * @param events a neuron
 */
record Point(String schedule, int maxSpike, int steps, double events) {
  /** The schedules of what {@code spikezip bench --json} printed, each once. */
  static List<Point> read(Path json) throws IOException {
    List<Point> points = new ArrayList<>();
    for (JsonNode way : new ObjectMapper().readTree(json.toFile()).path("measurements")) {
      if (way.has("spikesPerNeuron")) {
        String name = way.get("name").asText();
        int at = name.lastIndexOf('@');
        points.add(
            new Point(
                name.substring(0, at),
                Integer.parseInt(name.substring(at + 1)),
                way.get("steps").asInt(),
                way.get("spikesPerNeuron").asDouble()));
      }
    }
    return points.stream().distinct().toList();
  }

  /** The word before the colon. */
  String kind() {
    return schedule.replaceAll(":.*", "");
  }

  /** What is behind the colon, if anything. */
  String parameters() {
    return schedule.contains(":") ? schedule.substring(schedule.indexOf(':') + 1) : "";
  }

  private boolean beats(Point other) {
    return maxSpike == other.maxSpike
        && steps <= other.steps
        && events <= other.events
        && (steps < other.steps || events < other.events);
  }

  /** Those of a spike size that none other beats in both steps and events, by steps. */
  static List<Point> front(List<Point> points, int maxSpike) {
    return points.stream()
        .filter(p -> p.maxSpike == maxSpike && points.stream().noneMatch(q -> q.beats(p)))
        .sorted(Comparator.comparingInt(Point::steps))
        .toList();
  }
}
