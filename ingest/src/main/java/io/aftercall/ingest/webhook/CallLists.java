package io.aftercall.ingest.webhook;

import io.aftercall.ingest.CallList;
import io.aftercall.ingest.IngestSettings;
import io.aftercall.ingest.TelephonySettings;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lists of those telephony systems that do not send a notification again and are set up to be asked. */
public final class CallLists {
    private static final Logger LOG = LoggerFactory.getLogger(CallLists.class);

    private CallLists() {}

    public static List<CallList> of(IngestSettings ingest, TelephonySettings telephony, Clock clock) {
        TelephonyApi http = new TelephonyApi(ingest.connectTimeout(), ingest.downloadTimeout());
        return Stream.of(
                        RobotCalls.of(ingest.robot(), http, clock),
                        TwilioCalls.of(telephony.twilio(), http, clock),
                        MangoCalls.of(telephony.mango(), http, clock))
                .flatMap(Optional::stream)
                .toList();
    }

    /** What was read of one call on a list; one that cannot be understood keeps none of the others back. */
    static <T> T understood(String source, Supplier<T> read, T otherwise) {
        try {
            return read.get();
        } catch (BadNotification e) {
            LOG.warn("a call on the list of {} cannot be understood: {}", source, e.getMessage());
            return otherwise;
        }
    }
}
