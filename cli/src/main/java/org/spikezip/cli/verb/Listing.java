package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.spikezip.host.plugin.PluginInfo;

/** What the listing verbs have in common: where a thing comes from. */
final class Listing {
  private Listing() {}

  /** A new entry of a list, with the plugin that offers it. */
  static ObjectNode entry(ArrayNode list, String id, String description, PluginInfo plugin) {
    ObjectNode entry = list.addObject();
    entry.put("id", id);
    entry.put("description", description);
    ObjectNode from = entry.putObject("plugin");
    from.put("id", plugin.id());
    from.put("version", plugin.version());
    from.put("origin", plugin.origin());
    return entry;
  }

  /** Where it comes from, in a line; JSON has the whole path. */
  static String origin(PluginInfo plugin) {
    return "  from plugin " + plugin.id() + " " + plugin.version() + ", " + file(plugin);
  }

  /** The name of its jar or folder. */
  static String file(PluginInfo plugin) {
    Path name = Path.of(plugin.origin()).getFileName();
    return name == null ? plugin.origin() : name.toString();
  }
}
