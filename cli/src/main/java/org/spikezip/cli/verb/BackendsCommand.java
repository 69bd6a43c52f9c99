package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.spikezip.api.Availability;
import org.spikezip.api.Availability.Available;
import org.spikezip.api.Availability.Unavailable;
import org.spikezip.api.Backend;
import org.spikezip.api.Progress;
import org.spikezip.cli.print.Output;
import org.spikezip.host.Spikezip;
import org.spikezip.host.plugin.Found;
import picocli.CommandLine.Command;

/** Lists what runs or exports networks. */
@Command(
    name = "backends",
    description = "List what runs or exports networks, and why something cannot here.")
public final class BackendsCommand extends Verb {
  @Override
  int run(Spikezip spikezip, Output output, Progress progress) {
    ArrayNode list = output.json().putArray("backends");
    for (Found<Backend> found : spikezip.backends()) {
      Backend backend = found.component();
      ObjectNode entry = Listing.entry(list, found.id(), backend.description(), found.plugin());
      ArrayNode capabilities = entry.putArray("capabilities");
      backend.capabilities().stream()
          .sorted()
          .forEach(c -> capabilities.add(c.name().toLowerCase(Locale.ROOT)));
      output.line(found.id() + " (" + names(capabilities) + "): " + backend.description());
      output.line("  " + availability(backend.availability(), entry));
      output.line(Listing.origin(found.plugin()));
    }
    return 0;
  }

  private static String names(ArrayNode capabilities) {
    StringBuilder names = new StringBuilder();
    capabilities.forEach(c -> names.append(names.isEmpty() ? "" : ", ").append(c.asText()));
    return names.toString();
  }

  private static String availability(Availability availability, ObjectNode entry) {
    if (availability instanceof Available available) {
      entry.put("available", true);
      entry.put("detail", available.detail());
      return "available: " + available.detail();
    }
    Unavailable unavailable = (Unavailable) availability;
    entry.put("available", false);
    entry.put("reason", unavailable.reason());
    entry.put("remedy", unavailable.remedy());
    return "not available: " + unavailable.reason() + "; try: " + unavailable.remedy();
  }
}
