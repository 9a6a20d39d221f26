package io.aftercall.infra;

import io.aftercall.infra.circuit.CircuitConfiguration;
import io.aftercall.infra.client.ClientConfiguration;
import io.aftercall.infra.client.DependencyConfiguration;
import io.aftercall.infra.client.HealthConfiguration;
import io.aftercall.infra.dead.DeadConfiguration;
import io.aftercall.infra.line.Bindings;
import io.aftercall.infra.line.LineConfiguration;
import io.aftercall.infra.line.Role;
import io.aftercall.infra.reindex.ReindexConfiguration;
import io.aftercall.infra.rescore.RescoreConfiguration;
import io.aftercall.infra.web.WebConfiguration;
import io.aftercall.notify.FollowUpConfiguration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** The running service: the chosen roles in one Spring context, on the embedded twins or on what the addresses name. */
final class Service implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    private final EmbeddedTwins twins;

    private Service(ConfigurableApplicationContext context, EmbeddedTwins twins) {
        this.context = context;
        this.twins = twins;
    }

    /** What every role needs; the roles' own configurations are added to it. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({
        ClientConfiguration.class,
        DependencyConfiguration.class,
        CircuitConfiguration.class,
        HealthConfiguration.class,
        LineConfiguration.class,
        WebConfiguration.class
    })
    static class Base {}

    /**
     * Starts and returns once webhooks are accepted.
     *
     * @param extra settings that win over all others
     * @throws IOException when an embedded twin does not start
     * @throws IllegalArgumentException when the options do not fit together
     */
    static Service start(UpOptions options, Map<String, Object> extra) throws IOException {
        options.requireAddressesUnlessWhole();
        return start(options, EmbeddedTwins.start(options), extra);
    }

    /** As above on twins that run already; they are stopped with the service. */
    static Service start(UpOptions options, EmbeddedTwins twins, Map<String, Object> extra) {
        try {
            Map<String, Object> settings = new HashMap<>(options.settings());
            settings.putAll(twins.settings());
            // Alone on embedded Kafka there is one process ever: after a crash it takes its partitions back at once.
            if (twins.settings().containsKey(UpOptions.KAFKA)) {
                settings.put("aftercall.kafka.instance", "embedded");
            }
            Object instance = settings.get("aftercall.kafka.instance");
            settings.putAll(Bindings.of(options.roles(), instance == null ? null : instance.toString()));
            settings.put("aftercall.stages", Role.names(options.roles()));
            settings.putAll(extra);
            // The twins' children must outlive the context's orderly stop.
            SpringApplication.getShutdownHandlers().add(twins::close);
            return new Service(context(options, twins, settings), twins);
        } catch (RuntimeException e) {
            twins.close();
            throw e;
        }
    }

    private static ConfigurableApplicationContext context(
            UpOptions options, EmbeddedTwins twins, Map<String, Object> settings) {
        List<Class<?>> sources = new ArrayList<>(List.of(Base.class));
        options.roles().stream().map(Role::configuration).forEach(sources::add);
        if (options.roles().contains(Role.API)) {
            sources.addAll(List.of(
                    DeadConfiguration.class,
                    FollowUpConfiguration.class,
                    ReindexConfiguration.class,
                    RescoreConfiguration.class));
        }
        SpringApplication application = new SpringApplication(sources.toArray(Class<?>[]::new));
        application.addInitializers(
                context -> context.getBeanFactory().registerSingleton("twinsReady", new TwinsReady(twins)));
        application.addInitializers(context -> tellTheBinder(context.getEnvironment()));
        application.setBannerMode(Banner.Mode.OFF);
        application.setLogStartupInfo(false);
        String[] arguments = settings.entrySet().stream()
                .map(each -> "--" + each.getKey() + "=" + each.getValue())
                .toArray(String[]::new);
        return application.run(arguments);
    }

    /** The binder's own clients are for the same Kafka. */
    private static void tellTheBinder(ConfigurableEnvironment environment) {
        Map<String, Object> properties = new HashMap<>();
        Binder.get(environment)
                .bind("aftercall.kafka.client", Bindable.mapOf(String.class, String.class))
                .orElse(Map.of())
                .forEach((name, value) ->
                        properties.put("spring.cloud.stream.kafka.binder.configuration." + name, value));
        environment.getPropertySources().addLast(new MapPropertySource("kafka-clients", properties));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** The settings that lead to the embedded twins, without their keys. */
    Map<String, Object> twins() {
        Map<String, Object> addresses = new TreeMap<>(twins.settings());
        addresses.keySet().removeIf(setting -> setting.endsWith("-key"));
        return addresses;
    }

    String url() {
        String address = context.getEnvironment().getProperty("server.address", "127.0.0.1");
        return "http://" + address + ":" + context.getEnvironment().getProperty("local.server.port");
    }

    @Override
    public void close() {
        context.close();
        twins.close();
    }
}
