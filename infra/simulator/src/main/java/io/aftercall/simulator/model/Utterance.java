package io.aftercall.simulator.model;

/** A line of the transcript as the prompt gave it. */
record Utterance(String id, String speaker, String text) {
    boolean ofCustomer() {
        return speaker.equals("customer");
    }

    /** In a recording of one channel nobody knows who speaks. */
    boolean maybeOfCustomer() {
        return !speaker.equals("agent");
    }

    /** Who is not known may be the seller as well. */
    boolean maybeOfAgent() {
        return !ofCustomer();
    }
}
