package io.aftercall.simulator.pbx;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One telephony system: what it posts when a call has ended, and how it hands its recordings out. */
public interface TelephonySystem {
    /** Of every secret here, which are none. */
    String SECRET = "simulated";

    /** The name {@code --pbx} knows it by, and the source of its calls. */
    String name();

    /** What it posts of the call, in order. */
    List<Post> posts(PlacedCall call);

    /**
     * What has to be set for it to be believed and its recordings to be found, by property.
     *
     * @param pbxUrl the simulator's own address
     */
    Map<String, String> settings(String pbxUrl);

    /** What a request to its own interface leads to; empty where it has no such interface. */
    default Optional<Answer> answer(Asked asked) {
        return Optional.empty();
    }

    /**
     * A request to the system's own interface.
     *
     * @param query as it was sent, encoded
     * @param pbxUrl the simulator's own address
     * @param placed the calls that came through the system so far
     */
    record Asked(
            String path, String query, String authorization, String body, String pbxUrl, List<PlacedCall> placed) {}

    /**
     * An answer of the system's own interface: the recording itself, or something else.
     *
     * @param recording file name, empty where it is something else
     * @param location to go on to, empty for none
     */
    record Answer(int status, String recording, String location, String json) {
        static Answer recording(String file) {
            return new Answer(200, file, "", "");
        }

        static Answer elsewhere(String location) {
            return new Answer(302, "", location, "");
        }

        static Answer json(int status, String json) {
            return new Answer(status, "", "", json);
        }
    }
}
