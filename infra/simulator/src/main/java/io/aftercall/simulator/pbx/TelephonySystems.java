package io.aftercall.simulator.pbx;

import io.aftercall.simulator.calls.SampleCall;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All that can be played. */
public final class TelephonySystems {
    private static final List<TelephonySystem> ALL = List.of(
            new Generic(),
            new Robot(),
            new Twilio(),
            new FreeSwitch(),
            new Asterisk(),
            new Mango(),
            new Zadarma(),
            new Tccc());

    private TelephonySystems() {}

    public static List<TelephonySystem> all() {
        return ALL;
    }

    /** The one that the sample came through: a robot's or any. */
    public static TelephonySystem of(SampleCall call) {
        return named(call.robot() ? "robot" : "generic").orElseThrow();
    }

    /** @throws IllegalArgumentException naming those there are */
    public static TelephonySystem required(String name) {
        return named(name)
                .orElseThrow(() -> new IllegalArgumentException("'%s' is no telephony system; there are %s"
                        .formatted(name, ALL.stream().map(TelephonySystem::name).collect(Collectors.joining(", ")))));
    }

    private static Optional<TelephonySystem> named(String name) {
        return ALL.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
