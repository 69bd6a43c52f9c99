package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.spikezip.api.Pass;
import org.spikezip.api.Progress;
import org.spikezip.cli.print.Output;
import org.spikezip.host.Spikezip;
import org.spikezip.host.plugin.Found;
import org.spikezip.ir.Stage;
import picocli.CommandLine.Command;

/** Lists the steps of the compilation. */
@Command(name = "passes", description = "List the steps of the compilation.")
public final class PassesCommand extends Verb {
  @Override
  int run(Spikezip spikezip, Output output, Progress progress) {
    ArrayNode list = output.json().putArray("passes");
    for (Found<Pass> found : inOrder(spikezip)) {
      Pass pass = found.component();
      ObjectNode entry = Listing.entry(list, found.id(), pass.description(), found.plugin());
      entry.put("fromStage", name(pass.from()));
      entry.put("toStage", name(pass.to()));
      output.line(
          found.id()
              + " ("
              + name(pass.from())
              + " -> "
              + name(pass.to())
              + "): "
              + pass.description());
      output.line(Listing.origin(found.plugin()));
    }
    return 0;
  }

  /** In the order in which they run: those that keep a stage before the one that leads on. */
  private static List<Found<Pass>> inOrder(Spikezip spikezip) {
    return spikezip.passes().stream()
        .sorted(
            Comparator.comparing((Found<Pass> f) -> f.component().from())
                .thenComparing(f -> f.component().to())
                .thenComparing(Found::id))
        .toList();
  }

  private static String name(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT);
  }
}
