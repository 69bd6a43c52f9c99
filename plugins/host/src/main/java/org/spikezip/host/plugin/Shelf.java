package org.spikezip.host.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** Things of one kind that plugins offer, by id. */
final class Shelf<T> {
  /** What an id looks like: it is typed on the command line. */
  static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]*";

  private final String kind;
  private final Class<T> api;
  private final Function<T, String> idOf;
  private final SortedMap<String, Found<T>> byId = new TreeMap<>();

  Shelf(String kind, Class<T> api, Function<T, String> idOf) {
    this.kind = kind;
    this.api = api;
    this.idOf = idOf;
  }

  /**
   * What a plugin offers, with ids, not yet added.
   *
   * @throws SpikezipException USAGE if an id is no id or there already, or a component lacks a
   *     method of its interface
   */
  List<Found<T>> check(List<T> offered, PluginInfo plugin) {
    List<Found<T>> found = new ArrayList<>();
    for (T component : offered) {
      ApiCheck.requireComplete(component, api);
      String id = idOf.apply(component);
      if (id == null || !id.matches(ID)) {
        throw error("the id of a " + kind + " must match " + ID + ", found '" + id + "'");
      }
      boolean twice = found.stream().anyMatch(f -> f.id().equals(id));
      if (twice || byId.containsKey(id)) {
        String owner = twice ? plugin.id() : byId.get(id).plugin().id();
        throw error(
            "duplicate id: plugin '" + owner + "' offers " + kind + " '" + id + "' already");
      }
      found.add(new Found<>(id, component, plugin));
    }
    return found;
  }

  void add(List<Found<T>> more) {
    more.forEach(f -> byId.put(f.id(), f));
  }

  /** All, sorted by id. */
  List<Found<T>> found() {
    return List.copyOf(byId.values());
  }

  private static SpikezipException error(String message) {
    return new SpikezipException(ErrorCode.USAGE, message);
  }
}
