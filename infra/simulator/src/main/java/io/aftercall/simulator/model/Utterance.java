package io.aftercall.simulator.model;

/** A line of the transcript as the prompt gave it. */
record Utterance(String id, String speaker, String text) {
    boolean ofCustomer() {
        return speaker.equals("customer");
    }

    /** Who is not known may be the seller as well. */
    boolean maybeOfAgent() {
        return !ofCustomer();
    }
}
