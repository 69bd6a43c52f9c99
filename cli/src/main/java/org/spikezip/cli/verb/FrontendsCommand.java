package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import org.spikezip.api.Frontend;
import org.spikezip.api.Progress;
import org.spikezip.cli.print.Output;
import org.spikezip.host.Spikezip;
import org.spikezip.host.plugin.Found;
import picocli.CommandLine.Command;

/** Lists the formats of models that can be read. */
@Command(name = "frontends", description = "List the formats of models that can be read.")
public final class FrontendsCommand extends Verb {
  @Override
  int run(Spikezip spikezip, Output output, Progress progress) {
    ArrayNode list = output.json().putArray("frontends");
    for (Found<Frontend> found : spikezip.frontends()) {
      String description = found.component().description();
      Listing.entry(list, found.id(), description, found.plugin());
      output.line(found.id() + ": " + description);
      output.line(Listing.origin(found.plugin()));
    }
    return 0;
  }
}
