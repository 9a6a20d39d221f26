package io.aftercall.ingest;

import java.net.URI;
import java.util.Locale;

/**
 * One instance of something outside that calls need: this recording host, that model endpoint. What happens to one says
 * nothing about another of its kind.
 *
 * @param instance where it is, as people may read it in logs, health and metrics; never with a secret in it
 */
public record Dependency(Kind kind, String instance) {

    /** What it is for. */
    public enum Kind {
        RECORDINGS("recording host"),
        RECORDS("call records of"),
        SPEECH("speech model"),
        MODEL("language model"),
        BUCKET("call folders"),
        INDEX("index"),
        KAFKA("Kafka"),
        CHAT("chat"),
        /** This machine's own, for files on their way. */
        DISK("disk of"),
        /** The pace we keep to ourselves: calls wait for it in turn, but it is never away and no call's fault. */
        RATE("rate limit of");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** The host and port of an address, without its path, user or query, which may be secret. */
    public static Dependency at(Kind kind, URI address) {
        String host = address.getHost() == null ? String.valueOf(address.getAuthority()) : address.getHost();
        return new Dependency(kind, address.getPort() < 0 ? host : host + ":" + address.getPort());
    }

    /** For metrics and health: {@code speech}. */
    public String kindName() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** As a sentence names it: {@code speech model api.openai.com}. */
    @Override
    public String toString() {
        return kind.words + " " + instance;
    }
}
