package org.spikezip.host;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import com.google.inject.TypeLiteral;
import java.util.LinkedHashSet;
import java.util.Set;
import org.spikezip.api.Backend;
import org.spikezip.api.Frontend;
import org.spikezip.api.HostOps;
import org.spikezip.api.Pass;
import org.spikezip.host.compile.PassPipeline;
import org.spikezip.host.model.ModelOpener;
import org.spikezip.host.plugin.Found;
import org.spikezip.host.plugin.PluginCatalog;
import org.spikezip.host.run.BackendIndex;
import org.spikezip.host.run.FloatHostOps;
import org.spikezip.host.run.GraphLoader;
import org.spikezip.host.verify.Verification;

/** The composition root: every binding there is. */
final class HostModule extends AbstractModule {
  private final PluginCatalog catalog;

  HostModule(PluginCatalog catalog) {
    this.catalog = catalog;
  }

  @Override
  protected void configure() {
    binder().requireExplicitBindings();
    binder().disableCircularProxies();
    binder().requireExactBindingAnnotations();
    binder().requireAtInjectOnConstructors();

    bind(PluginCatalog.class).toInstance(catalog);
    bind(new TypeLiteral<Set<Found<Frontend>>>() {})
        .toInstance(new LinkedHashSet<>(catalog.frontends()));
    bind(new TypeLiteral<Set<Found<Pass>>>() {}).toInstance(new LinkedHashSet<>(catalog.passes()));
    bind(new TypeLiteral<Set<Found<Backend>>>() {})
        .toInstance(new LinkedHashSet<>(catalog.backends()));

    bind(ModelOpener.class).in(Scopes.SINGLETON);
    bind(PassPipeline.class).in(Scopes.SINGLETON);
    bind(BackendIndex.class).in(Scopes.SINGLETON);
    bind(GraphLoader.class).in(Scopes.SINGLETON);
    bind(FloatHostOps.class).in(Scopes.SINGLETON);
    bind(HostOps.class).to(FloatHostOps.class);
    bind(Verification.class).in(Scopes.SINGLETON);
    bind(Spikezip.class).in(Scopes.SINGLETON);
  }
}
