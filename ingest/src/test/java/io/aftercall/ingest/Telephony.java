package io.aftercall.ingest;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** {@link TelephonySettings} as a person would write them. */
public final class Telephony {
    private Telephony() {}

    public static TelephonySettings off() {
        return with(Map.of());
    }

    /** @param settings by their names below {@code aftercall.telephony} */
    public static TelephonySettings with(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>();
        settings.forEach((name, value) -> all.put("aftercall.telephony." + name, value));
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("aftercall.telephony", TelephonySettings.class);
    }
}
