package org.spikezip.host.plugin;

import java.util.Optional;

/**
 * A plugin that was found, working or not.
 *
 * @param id its own id; where it is too broken to say, the name of its class or file
 * @param version Implementation-Version of its jar's manifest; {@code unknown} without one
 * @param origin path of the jar or folder that it came from
 * @param error why nothing of it is used; empty if all is well
 */
public record PluginInfo(String id, String version, String origin, Optional<String> error) {
  /** The version of a plugin whose jar tells none. */
  public static final String UNKNOWN_VERSION = "unknown";

  public boolean works() {
    return error.isEmpty();
  }

  PluginInfo broken(String why) {
    return new PluginInfo(id, version, origin, Optional.of(why));
  }
}
