package io.aftercall.simulator;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts requests by endpoint path and outcome, and by input: the SHA-256 in hex of the uploaded file, or of the JSON
 * text of the prompt. A request counts as paid when a real service would have charged for it.
 */
public final class Stats {
    private final Map<String, Map<String, AtomicInteger>> outcomes = new ConcurrentHashMap<>();
    private final Map<String, Load> loads = new ConcurrentHashMap<>();
    private final Map<String, Queue<Long>> latencies = new ConcurrentHashMap<>();
    private final Map<String, Queue<Double>> answered = new ConcurrentHashMap<>();
    private final Map<String, Input> inputs = new ConcurrentHashMap<>();

    private record Input(String endpoint, AtomicInteger requests, Queue<Instant> paid) {}

    private record Load(AtomicInteger inFlight, AtomicInteger most) {}

    /** Requests that have been answered by, or broken off at, an endpoint such as {@code /v1/embeddings}. */
    public int requests(String endpoint) {
        return outcomes(endpoint).values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Answers of an endpoint by outcome: ok, rejected, failed, rate_limited, error, cut_before_body, ... */
    public Map<String, Integer> outcomes(String endpoint) {
        Map<String, Integer> counts = new TreeMap<>();
        outcomes.getOrDefault(endpoint, Map.of()).forEach((outcome, count) -> counts.put(outcome, count.get()));
        return counts;
    }

    /** How often this input was sent. */
    public int requestsFor(String inputHash) {
        Input input = inputs.get(inputHash);
        return input == null ? 0 : input.requests().get();
    }

    /** How often this input was paid for. */
    public int paidFor(String inputHash) {
        Input input = inputs.get(inputHash);
        return input == null ? 0 : input.paid().size();
    }

    /** When each paid request of this input came in. */
    public List<Instant> paidAt(String inputHash) {
        Input input = inputs.get(inputHash);
        return input == null ? List.of() : List.copyOf(input.paid());
    }

    /** Paid requests of an endpoint by input. */
    public Map<String, Integer> paidByInput(String endpoint) {
        Map<String, Integer> paid = new TreeMap<>();
        inputs.forEach((hash, input) -> {
            if (input.endpoint().equals(endpoint)) {
                paid.put(hash, input.paid().size());
            }
        });
        return paid;
    }

    /** Requests that are being answered now, also those whose sender is gone. */
    public int inFlight(String endpoint) {
        Load load = loads.get(endpoint);
        return load == null ? 0 : load.inFlight().get();
    }

    /** The most requests that were in flight at an endpoint at the same time. */
    public int mostInFlight(String endpoint) {
        Load load = loads.get(endpoint);
        return load == null ? 0 : load.most().get();
    }

    /** What the paid requests of an endpoint were made to take, in milliseconds, in the order in which they arrived. */
    public List<Long> latencies(String endpoint) {
        return List.copyOf(latencies.getOrDefault(endpoint, new ConcurrentLinkedQueue<>()));
    }

    /** What the paid requests of an endpoint did take, work included, in milliseconds, in the order they were answered. */
    List<Double> answered(String endpoint) {
        return List.copyOf(answered.getOrDefault(endpoint, new ConcurrentLinkedQueue<>()));
    }

    /** Forgets everything counted so far. */
    public void clear() {
        outcomes.clear();
        loads.clear();
        latencies.clear();
        answered.clear();
        inputs.clear();
    }

    /** The number of this attempt at this input, from 1. */
    int begin(String endpoint, String inputHash) {
        Load load = loads.computeIfAbsent(endpoint, e -> new Load(new AtomicInteger(), new AtomicInteger()));
        load.most().accumulateAndGet(load.inFlight().incrementAndGet(), Math::max);
        return inputs.computeIfAbsent(
                        inputHash, h -> new Input(endpoint, new AtomicInteger(), new ConcurrentLinkedQueue<>()))
                .requests()
                .incrementAndGet();
    }

    void drew(String endpoint, long latencyMillis) {
        latencies.computeIfAbsent(endpoint, e -> new ConcurrentLinkedQueue<>()).add(latencyMillis);
    }

    void took(String endpoint, long nanos) {
        answered.computeIfAbsent(endpoint, e -> new ConcurrentLinkedQueue<>()).add(nanos / 1e6);
    }

    /** @param began when the request came in */
    void end(String endpoint, String inputHash, String outcome, boolean paid, Instant began) {
        Load load = loads.get(endpoint);
        if (load != null) {
            load.inFlight().decrementAndGet();
        }
        Input input = inputs.get(inputHash);
        if (input != null && paid) {
            input.paid().add(began);
        }
        count(endpoint, outcome);
    }

    void count(String endpoint, String outcome) {
        outcomes.computeIfAbsent(endpoint, e -> new ConcurrentHashMap<>())
                .computeIfAbsent(outcome, o -> new AtomicInteger())
                .incrementAndGet();
    }

    Map<String, Object> asMap() {
        Map<String, Object> endpoints = new TreeMap<>();
        outcomes.keySet()
                .forEach(endpoint -> endpoints.put(
                        endpoint,
                        Map.of(
                                "requests", requests(endpoint),
                                "mostInFlight", mostInFlight(endpoint),
                                "latencies", latencies(endpoint),
                                "answered", answered(endpoint),
                                "outcomes", outcomes(endpoint))));
        Map<String, Object> byInput = new LinkedHashMap<>();
        inputs.forEach((hash, input) -> byInput.put(
                hash,
                Map.of(
                        "endpoint", input.endpoint(),
                        "requests", input.requests().get(),
                        "paid", input.paid().size())));
        return Map.of("endpoints", endpoints, "inputs", byInput);
    }
}
