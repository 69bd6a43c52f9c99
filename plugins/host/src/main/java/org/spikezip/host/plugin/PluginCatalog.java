package org.spikezip.host.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.spikezip.api.Backend;
import org.spikezip.api.Frontend;
import org.spikezip.api.Pass;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.op.OpSet;

/**
 * All plugins that were found and what the working ones offer, sorted by id. What is broken is
 * listed with the reason and harms nothing else.
 */
public final class PluginCatalog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PluginCatalog.class);

  private final List<PluginInfo> plugins;
  private final Offers offers;
  private final List<PluginClassLoader> loaders;

  private PluginCatalog(List<PluginInfo> plugins, Offers offers, List<PluginClassLoader> loaders) {
    this.plugins =
        plugins.stream()
            .sorted(Comparator.comparing(PluginInfo::id).thenComparing(PluginInfo::origin))
            .toList();
    this.offers = offers;
    this.loaders = List.copyOf(loaders);
  }

  /**
   * Finds plugins. Where two have one id, the class path goes before the folder, and in the folder
   * the first by file name.
   *
   * @param application loader of the class path, and of what folder plugins share with it
   * @param folder each jar or folder in it is a plugin, in a class loader of its own
   * @throws SpikezipException USAGE if the folder is none
   */
  public static PluginCatalog find(ClassLoader application, Optional<Path> folder) {
    List<PluginSource> sources = folder.map(PluginSource::in).orElse(List.of());
    List<PluginClassLoader> loaders = new ArrayList<>();
    List<Candidate> candidates = new ArrayList<>(ProviderSearch.onClassPath(application));
    for (PluginSource source : sources) {
      PluginClassLoader loader =
          new PluginClassLoader(source.origin().toString(), source.urls(), application);
      loaders.add(loader);
      candidates.addAll(ProviderSearch.in(source, loader));
    }
    Offers offers = new Offers();
    List<PluginInfo> plugins = new ArrayList<>();
    for (Candidate candidate : candidates) {
      PluginInfo info =
          candidate.plugin().map(p -> offers.add(p, candidate.info())).orElse(candidate.info());
      plugins.add(info);
      info.error()
          .ifPresentOrElse(
              why -> LOG.warn("plugin {} ({}) is not used: {}", info.id(), info.origin(), why),
              () -> LOG.debug("plugin {} {} from {}", info.id(), info.version(), info.origin()));
    }
    return new PluginCatalog(plugins, offers, loaders);
  }

  /** By id, broken ones included. */
  public List<PluginInfo> plugins() {
    return plugins;
  }

  public List<Found<Frontend>> frontends() {
    return offers.frontends().found();
  }

  public List<Found<Pass>> passes() {
    return offers.passes().found();
  }

  public List<Found<Backend>> backends() {
    return offers.backends().found();
  }

  /** The canonical operators and those of all plugins. */
  public OpSet operators() {
    return offers.operators();
  }

  /** Closes the jars of the plugin folder; their classes must not be used any more. */
  @Override
  public void close() {
    for (PluginClassLoader loader : loaders) {
      try {
        loader.close();
      } catch (IOException e) {
        LOG.debug("closing plugin {}", loader.getName(), e);
      }
    }
  }
}
