package org.elasticsearch.plugins;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.elasticsearch.Build;
import org.elasticsearch.action.admin.cluster.node.info.PluginsAndModules;
import org.elasticsearch.common.settings.Settings;

/** Takes plugins straight from the class path; in this package because LoadedPlugin is package-private. */
public final class ClasspathPluginsService extends PluginsService {
    private final List<LoadedPlugin> loaded;

    public ClasspathPluginsService(Settings settings, Path config, List<Class<? extends Plugin>> plugins) {
        super(settings, config, PluginsLoader.createPluginsLoader(Set.of(), Set.of(), Map.of(), false));
        loaded = plugins.stream()
                .map(plugin -> new LoadedPlugin(
                        descriptor(plugin),
                        loadPlugin(plugin, settings, config),
                        getClass().getClassLoader()))
                .toList();
        loadExtensions(loaded);
    }

    private static PluginDescriptor descriptor(Class<? extends Plugin> plugin) {
        return new PluginDescriptor(
                plugin.getName(),
                "from the class path",
                "NA",
                Build.current().version(),
                Integer.toString(Runtime.version().feature()),
                plugin.getName(),
                null,
                List.of(),
                false,
                false,
                false,
                false,
                null);
    }

    @Override
    protected List<LoadedPlugin> plugins() {
        return loaded;
    }

    /** Asks once: all plugins share one class loader, and asking each would return every provider many times over. */
    @Override
    public <T> List<? extends T> loadServiceProviders(Class<T> service) {
        return ServiceLoader.load(service, getClass().getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    @Override
    public PluginsAndModules info() {
        return new PluginsAndModules(
                List.of(), loaded.stream().map(LoadedPlugin::descriptor).toList());
    }
}
