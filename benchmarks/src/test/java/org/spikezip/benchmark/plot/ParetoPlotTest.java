package org.spikezip.benchmark.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParetoPlotTest {
  private static final Point FEW_STEPS = new Point("synchronous", 1, 10, 9);
  private static final Point FEW_EVENTS = new Point("layerwise", 1, 90, 3);
  private static final Point BEATEN = new Point("wavefront:1", 1, 95, 8);
  private static final Point GRADED = new Point("deadline:0.25", 16, 5, 1);
  private static final List<Point> ALL = List.of(FEW_EVENTS, BEATEN, GRADED, FEW_STEPS);

  @TempDir Path folder;

  @Test
  void frontHoldsWhatNothingBeats() {
    assertEquals(List.of(FEW_STEPS, FEW_EVENTS), Point.front(ALL, 1));
    assertEquals(List.of(GRADED), Point.front(ALL, 16));
  }

  @Test
  void drawsEveryPointOfAMeasurement() throws IOException {
    Path json = folder.resolve("bench.json");
    Files.writeString(
        json,
        """
        {"schema": 1, "measurements": [
          {"name": "float model", "threads": 1},
          {"name": "synchronous@1", "threads": 1, "steps": 10, "spikesPerNeuron": 9},
          {"name": "synchronous@1", "threads": 2, "steps": 10, "spikesPerNeuron": 9},
          {"name": "deadline:0.25@16", "threads": 1, "steps": 5, "spikesPerNeuron": 1}]}
        """);
    assertEquals(List.of(FEW_STEPS, GRADED), Point.read(json));
    Path svg = folder.resolve("plot.svg");
    ParetoPlot.main(new String[] {json.toString(), svg.toString()});
    String text = Files.readString(svg);
    assertTrue(text.contains("<title>synchronous, spikes up to 1: 10 steps, 9.000 events"), text);
    assertTrue(text.contains("<title>deadline:0.25, spikes up to 16: 5 steps"), text);
    assertTrue(text.startsWith("<svg") && text.endsWith("</svg>\n"));
  }
}
