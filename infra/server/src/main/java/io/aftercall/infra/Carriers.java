package io.aftercall.infra;

/**
 * Gives virtual threads more carriers than there are processors. A virtual thread that waits for another one to initialise
 * a class keeps its carrier, so that with few of them all can wait for a thread that finds none to go on with: on two
 * processors a start with a backlog stood still for good, the carriers inside Kotlin's reflection.
 */
final class Carriers {
    private static final String PROPERTY = "jdk.virtualThreadScheduler.parallelism";
    /** More than are ever at work at the same time; a carrier is a thread that is only made when it is needed. */
    private static final int MOST = 512;

    private Carriers() {}

    /** Has an effect only before the first virtual thread of the process. */
    static void allow() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, String.valueOf(MOST));
        }
    }
}
