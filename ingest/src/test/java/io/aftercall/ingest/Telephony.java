package io.aftercall.ingest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;

/** {@link TelephonySettings} as a person would write them. */
public final class Telephony {
    private Telephony() {}

    public static TelephonySettings off() {
        return with(Map.of());
    }

    /** @param settings by their names below {@code aftercall.telephony} */
    public static TelephonySettings with(Map<String, String> settings) {
        return bound("aftercall.telephony", settings, TelephonySettings.class);
    }

    /** @param settings by their names below {@code aftercall.ingest} */
    public static IngestSettings ingest(Map<String, String> settings) {
        return bound("aftercall.ingest", settings, IngestSettings.class);
    }

    private static <T> T bound(String prefix, Map<String, String> settings, Class<T> type) {
        Map<String, String> all = new HashMap<>();
        settings.forEach((name, value) -> all.put(prefix + "." + name, value));
        Binder binder = new Binder(
                List.of(new MapConfigurationPropertySource(all)),
                null,
                ApplicationConversionService.getSharedInstance(),
                null);
        return binder.bindOrCreate(prefix, type);
    }
}
