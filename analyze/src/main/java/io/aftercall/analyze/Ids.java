package io.aftercall.analyze;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.elasticsearch.core.mget.MultiGetResponseItem;
import io.aftercall.ingest.ContentHash;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.ingest.TransientFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Whole numbers for clients that want them as ids, 0 to 2^53: milliseconds since 2025 of the thing's own time, then 12 bits of
 * its key's hash, one more for each other thing that had the number first. The same thing at the same time finds its id
 * again, also when the claims are lost. Every method throws {@link TransientFailure} when the index is away.
 */
public final class Ids {
    /** Of what was judged in a call or a communication, by its call key. */
    public static final String ANALYSIS = "analysis";

    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final int HASHES = 1 << 12;
    /** 69 years of milliseconds; what was before their start comes at their end. */
    private static final long TIMES = 1L << 41;

    private static final int TURNS = 200;
    private static final int BATCH = 1000;
    private static final int CONFLICT = 409;
    private static final int REMEMBERED = 20_000;

    private final ElasticsearchClient client;
    private final String index;
    private final int replicas;
    private final Dependency dependency;
    private final Gate gate;
    /** Ids never change, so that what was just asked for need not be asked again. */
    private final Map<Thing, Long> remembered = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Thing, Long> eldest) {
            return size() > REMEMBERED;
        }
    });

    private volatile boolean ready;

    public Ids(ElasticsearchClient client, IndexSettings settings, Dependency dependency, Gate gate) {
        this.client = client;
        this.index = settings.idsIndex();
        this.replicas = settings.replicas();
        this.dependency = dependency;
        this.gate = gate;
    }

    private record Claim(String kind, String key) {}

    private record Thing(String kind, String key, Instant at) {}

    /** @param at a time of the thing itself that never changes */
    public long of(String kind, String key, Instant at) {
        return Objects.requireNonNull(of(kind, Map.of(key, at)).get(key));
    }

    /** As {@link #of(String, String, Instant)}, of a thing that has no time of its own: its key's hash stands in for it. */
    public long of(String kind, String key) {
        long hash = Long.parseLong(ContentHash.of(kind, key).substring(3, 13), 16);
        return of(kind, key, START.plusMillis(hash));
    }

    /** As {@link #of(String, String, Instant)}, at half the price for a thing that has most likely none yet. */
    public long ofNew(String kind, String key, Instant at) {
        return Objects.requireNonNull(of(kind, Map.of(key, at), true).get(key));
    }

    /**
     * The ids of things of one kind, by key.
     *
     * @param things their keys and times
     */
    public Map<String, Long> of(String kind, Map<String, Instant> things) {
        return of(kind, things, false);
    }

    private Map<String, Long> of(String kind, Map<String, Instant> things, boolean likelyNew) {
        Map<String, Long> ids = new HashMap<>();
        Map<String, Instant> others = new HashMap<>();
        things.forEach((key, at) -> {
            Long known = remembered.get(new Thing(kind, key, at));
            if (known == null) {
                others.put(key, at);
            } else {
                ids.put(key, known);
            }
        });
        if (!others.isEmpty()) {
            ids.putAll(asking("claim ids", () -> claimed(kind, others, likelyNew)));
            others.forEach((key, at) -> remembered.put(new Thing(kind, key, at), Objects.requireNonNull(ids.get(key))));
        }
        return ids;
    }

    /** The key of the thing of that kind that has the id. */
    public Optional<String> find(String kind, long id) {
        return asking("read ids", () -> Optional.ofNullable(holders(List.of(id)).get(id)))
                .filter(claim -> claim.kind.equals(kind))
                .map(Claim::key);
    }

    private Map<String, Long> claimed(String kind, Map<String, Instant> things, boolean likelyNew) throws IOException {
        Map<String, Long> ids = new HashMap<>();
        Map<String, Long> open = new HashMap<>();
        things.forEach((key, at) -> open.put(key, first(kind, key, at)));
        for (int turn = 0; turn < TURNS && !open.isEmpty(); turn++) {
            Map<Long, Claim> holders = turn == 0 && likelyNew ? Map.of() : holders(open.values());
            Map<Claim, Long> free = new HashMap<>();
            open.forEach((key, id) -> {
                Claim mine = new Claim(kind, key);
                Claim holder = holders.get(id);
                if (holder == null) {
                    free.put(mine, id);
                } else if (holder.equals(mine)) {
                    ids.put(key, id);
                }
            });
            // Who finds the number taken meanwhile looks in the next turn by whom.
            claim(free).forEach(mine -> ids.put(mine.key, free.get(mine)));
            open.keySet().removeAll(ids.keySet());
            open.replaceAll((key, id) -> holders.containsKey(id) ? id + 1 : id);
        }
        if (!open.isEmpty()) {
            throw TransientFailure.outage(
                    "no id was free for %s %s in %d turns"
                            .formatted(kind, open.keySet().iterator().next(), TURNS),
                    null);
        }
        return ids;
    }

    static long first(String kind, String key, Instant at) {
        long time = Math.floorMod(Duration.between(START, at).toMillis(), TIMES);
        int hash = Integer.parseInt(ContentHash.of(kind, key).substring(0, 3), 16);
        return time * HASHES + hash;
    }

    private Map<Long, Claim> holders(Collection<Long> ids) throws IOException {
        Map<Long, Claim> holders = new HashMap<>();
        List<String> all = ids.stream().distinct().map(String::valueOf).toList();
        for (int from = 0; from < all.size(); from += BATCH) {
            List<String> some = all.subList(from, Math.min(all.size(), from + BATCH));
            for (MultiGetResponseItem<Claim> item :
                    client.mget(get -> get.index(index).ids(some), Claim.class).docs()) {
                if (item.isFailure()) {
                    throw new IOException(item.failure().error().reason());
                }
                Claim claim = item.result().source();
                if (claim != null) {
                    holders.put(Long.valueOf(item.result().id()), claim);
                }
            }
        }
        return holders;
    }

    /** Those that are ours now. */
    private List<Claim> claim(Map<Claim, Long> free) throws IOException {
        List<Claim> ours = new ArrayList<>();
        List<Claim> all = List.copyOf(free.keySet());
        for (int from = 0; from < all.size(); from += BATCH) {
            List<Claim> some = all.subList(from, Math.min(all.size(), from + BATCH));
            List<BulkOperation> creates = some.stream()
                    .map(claim -> BulkOperation.of(op -> op.create(create -> create.index(index)
                            .id(String.valueOf(free.get(claim)))
                            .document(claim))))
                    .toList();
            BulkResponse answer = client.bulk(bulk -> bulk.operations(creates));
            for (int i = 0; i < some.size(); i++) {
                BulkResponseItem item = answer.items().get(i);
                if (item.error() == null) {
                    ours.add(some.get(i));
                } else if (item.status() != CONFLICT) {
                    throw new IOException(item.error().reason());
                }
            }
        }
        return ours;
    }

    private interface Request<T> {
        T send() throws IOException;
    }

    private <T> T asking(String what, Request<T> request) {
        return gate.through(dependency, "", () -> {
            try {
                if (!ready) {
                    prepare();
                }
                return request.send();
            } catch (IOException | ElasticsearchException e) {
                ready = false;
                throw TransientFailure.outage("Elasticsearch did not " + what + ": " + e.getMessage(), e);
            }
        });
    }

    /** Nothing is ever searched for here. One at a time: a shard just created is not there at once. */
    private synchronized void prepare() throws IOException {
        if (ready) {
            return;
        }
        try {
            client.indices().create(create -> create.index(index)
                    .settings(settings -> settings.numberOfShards("1").numberOfReplicas(String.valueOf(replicas)))
                    .mappings(mappings -> mappings.enabled(false)));
        } catch (ElasticsearchException e) {
            if (!"resource_already_exists_exception".equals(e.error().type())) {
                throw e;
            }
        }
        ready = true;
    }
}
