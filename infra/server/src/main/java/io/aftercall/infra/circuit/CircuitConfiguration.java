package io.aftercall.infra.circuit;

import io.aftercall.ingest.Dependency;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The circuits, and where an open one is said: once in the log, and for as long as it lasts in health and metrics. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CircuitSettings.class)
public class CircuitConfiguration {
    /** The service itself is well; some of its calls wait. */
    private static final Status WAITING = new Status("WAITING");

    @Bean
    Circuits circuits(CircuitSettings settings, Clock clock, MeterRegistry metrics) {
        Circuits circuits = new Circuits(settings, clock);
        MultiGauge open = MultiGauge.builder("aftercall.circuit.open")
                .description("1 while calls wait for this dependency")
                .register(metrics);
        MultiGauge waiting = MultiGauge.builder("aftercall.circuit.waiting")
                .description(
                        "calls of this process in line to probe this dependency; all that wait are aftercall.calls.waiting")
                .register(metrics);
        Runnable gauges = () -> {
            List<Row<?>> openRows = new ArrayList<>();
            List<Row<?>> waitingRows = new ArrayList<>();
            for (Circuit circuit : circuits.all()) {
                Dependency dependency = circuit.dependency();
                Tags tags = Tags.of("kind", dependency.kindName(), "instance", dependency.instance());
                openRows.add(Row.of(tags, circuit, each -> each.isOpen() ? 1 : 0));
                waitingRows.add(Row.of(tags, circuit, Circuit::waiting));
            }
            open.register(openRows, true);
            waiting.register(waitingRows, true);
        };
        circuits.onChange(gauges);
        return circuits;
    }

    @Bean
    HealthIndicator waitingHealthIndicator(Circuits circuits) {
        return () -> {
            Map<String, Object> away = new LinkedHashMap<>();
            for (Circuit circuit : circuits.all()) {
                Circuit.Outage outage = circuit.outage();
                if (outage != null) {
                    away.put(
                            circuit.dependency().toString(),
                            Map.of("since", outage.since().toString(), "reason", outage.reason()));
                }
            }
            return away.isEmpty()
                    ? Health.up().build()
                    : Health.status(WAITING).withDetails(away).build();
        };
    }
}
