package io.aftercall.infra.circuit;

import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** One {@link Circuit} for each dependency that this process has asked anything of. */
public final class Circuits implements Gate {
    /** Recording hosts come with the notifications, so that their number is not ours to say. */
    private static final int MOST = 1_000;

    private final CircuitSettings settings;
    private final Clock clock;
    private final Map<Dependency, Circuit> circuits = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    public Circuits(CircuitSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Runs {@code listener} whenever a circuit has opened or closed. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    public Circuit of(Dependency dependency) {
        if (circuits.size() >= MOST) {
            circuits.values().removeIf(circuit -> !circuit.isOpen() && circuit.waiting() == 0);
        }
        return circuits.computeIfAbsent(
                dependency, each -> new Circuit(each, settings, clock, () -> listeners.forEach(Runnable::run)));
    }

    Collection<Circuit> all() {
        return circuits.values();
    }

    @Override
    public boolean isAway(Dependency dependency, Duration atLeast) {
        return of(dependency).isAway(atLeast);
    }

    @Override
    public <T> T through(Dependency dependency, String callKey, Supplier<T> request) {
        return of(dependency).through(callKey, request);
    }
}
