package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.spikezip.api.Progress;
import org.spikezip.cli.print.Output;
import org.spikezip.host.Spikezip;
import org.spikezip.host.plugin.PluginInfo;
import picocli.CommandLine.Command;

/** Lists the plugins, broken ones with the reason. */
@Command(
    name = "plugins",
    description = "List the plugins that were found, from where, and which are broken and why.")
public final class PluginsCommand extends Verb {
  @Override
  void warnOfPlugins(Spikezip spikezip) {}

  @Override
  int run(Spikezip spikezip, Output output, Progress progress) {
    ArrayNode list = output.json().putArray("plugins");
    for (PluginInfo plugin : spikezip.plugins()) {
      ObjectNode entry = list.addObject();
      entry.put("id", plugin.id());
      entry.put("version", plugin.version());
      entry.put("origin", plugin.origin());
      entry.put("works", plugin.works());
      plugin.error().ifPresent(why -> entry.put("error", why));
      output.line(
          plugin.id()
              + " "
              + plugin.version()
              + ": "
              + plugin.error().map(why -> "not used: " + why).orElse("works"));
      output.line("  from " + Listing.file(plugin));
    }
    return 0;
  }
}
