package org.spikezip.integration.node;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.spikezip.api.SourceModel;
import org.spikezip.host.Spikezip;
import org.spikezip.ir.Tensor;

/**
 * How a case went.
 *
 * @param name of the case
 * @param failures why not, by the ways in which it failed
 */
record Outcome(String name, Map<Way, String> failures) {
  /** Tries a case in all ways. */
  static Outcome of(Spikezip spikezip, NodeCase node) {
    Map<Way, String> failures = new EnumMap<>(Way.class);
    try {
      Map<String, Tensor> inputs = node.inputs();
      Map<String, Tensor> expected = node.expected();
      try (SourceModel model = spikezip.openModel(node.model())) {
        for (Way way : Way.values()) {
          failure(() -> way.evaluate(spikezip, model.graph(), inputs), expected)
              .ifPresent(why -> failures.put(way, why));
        }
      }
    } catch (Exception e) {
      for (Way way : Way.values()) {
        failures.put(way, "import: " + words(e));
      }
    }
    return new Outcome(node.name(), failures);
  }

  /** Evaluates. */
  private interface Evaluation {
    Map<String, Tensor> outputs();
  }

  private static Optional<String> failure(Evaluation evaluation, Map<String, Tensor> expected) {
    try {
      return Closeness.difference(expected, evaluation.outputs());
    } catch (RuntimeException e) {
      return Optional.of("evaluation: " + words(e));
    }
  }

  private static String words(Exception e) {
    return e.getClass().getSimpleName() + ": " + String.valueOf(e.getMessage()).replace('\n', ' ');
  }

  Set<Way> passes() {
    return Set.of(Way.values()).stream()
        .filter(way -> !failures.containsKey(way))
        .collect(Collectors.toSet());
  }
}
