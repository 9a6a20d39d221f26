package io.aftercall.analyze.api.records;

import io.aftercall.analyze.phone.Origin;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a number belongs, in the shapes this API has for it. */
final class Places {
    private Places() {}

    static void putIds(Map<String, @Nullable Object> row, Origin origin) {
        row.put("province_id", origin.provinceId());
        row.put("city_id", origin.cityId());
        row.put("operator", origin.operator().code());
    }

    static Map<String, @Nullable Object> city(Origin origin, @Nullable String at) {
        return place(origin.cityId(), origin.provinceId(), origin.city(), origin.areaCode(), at);
    }

    static Map<String, @Nullable Object> province(Origin origin, @Nullable String at) {
        return place(origin.provinceId(), null, origin.province(), origin.areaCode(), at);
    }

    static Map<String, @Nullable Object> mobile(Origin origin) {
        Map<String, @Nullable Object> info = new LinkedHashMap<>();
        info.put("mobile_type", origin.operatorName());
        info.put("province", origin.province());
        info.put("city", origin.city());
        return info;
    }

    /** No table of postal codes is at hand. */
    private static Map<String, @Nullable Object> place(
            int id, @Nullable Integer parent, String name, String areaCode, @Nullable String at) {
        Map<String, @Nullable Object> place = new LinkedHashMap<>();
        place.put("id", id);
        place.put("pid", parent);
        place.put("city", name);
        place.put("area_code", areaCode);
        place.put("post_code", "");
        place.put("created_at", at);
        place.put("updated_at", at);
        return place;
    }
}
