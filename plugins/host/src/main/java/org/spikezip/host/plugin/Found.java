package org.spikezip.host.plugin;

/**
 * A frontend, pass or backend and the plugin that offers it.
 *
 * @param id its id, asked for once
 */
public record Found<T>(String id, T component, PluginInfo plugin) {}
