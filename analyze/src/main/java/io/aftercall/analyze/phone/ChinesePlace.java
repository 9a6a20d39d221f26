package io.aftercall.analyze.phone;

import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.geocoding.PhoneNumberOfflineGeocoder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A place as libphonenumber describes it (江苏省南京市, 北京市, 新疆乌鲁木齐市) in its parts.
 *
 * @param provinceId by GB/T 2260, 0 when unknown
 * @param areaCode without its 0, 0 when unknown
 */
record ChinesePlace(String province, String city, int provinceId, int areaCode) {
    private static final ChinesePlace UNKNOWN = new ChinesePlace("", "", 0, 0);
    private static final String SEVERAL = "、";
    private static final Map<String, Integer> PROVINCES = provinces();

    /** Read from the same table the other way round: what lies at each area code. Made at the first use. */
    private static final class AreaCodes {
        static final Map<String, Integer> BY_CITY = byCity();

        private static Map<String, Integer> byCity() {
            Map<String, Integer> codes = new HashMap<>();
            PhoneNumberOfflineGeocoder places = PhoneNumberOfflineGeocoder.getInstance();
            IntStream.concat(IntStream.of(10), IntStream.concat(IntStream.range(20, 30), IntStream.range(310, 1_000)))
                    .forEach(code -> {
                        PhoneNumber number = new PhoneNumber()
                                .setCountryCode(86)
                                .setNationalNumber(Long.parseLong(code + "88001234"));
                        ChinesePlace place =
                                split(places.getDescriptionForValidNumber(number, Locale.SIMPLIFIED_CHINESE));
                        for (String city : place.city.split(SEVERAL, -1)) {
                            codes.putIfAbsent(place.province + "/" + bare(city), code);
                        }
                    });
            return codes;
        }
    }

    /** Of several cities that share an area code the first. */
    static ChinesePlace of(String description) {
        ChinesePlace place = split(description);
        String first = bare(place.city.split(SEVERAL, -1)[0]);
        int code = AreaCodes.BY_CITY.getOrDefault(place.province + "/" + first, 0);
        return new ChinesePlace(place.province, first, place.provinceId, place.provinceId == 0 ? 0 : code);
    }

    private static ChinesePlace split(String description) {
        return PROVINCES.entrySet().stream()
                .filter(province -> description.startsWith(province.getKey()))
                .findFirst()
                .map(province -> split(description, province.getKey(), province.getValue()))
                .orElse(UNKNOWN);
    }

    /** A municipality is its own city. */
    private static ChinesePlace split(String description, String province, int id) {
        String rest = description.substring(province.length()).replaceFirst("^省", "");
        return new ChinesePlace(province, rest.equals("市") ? province : rest, id, 0);
    }

    private static String bare(String city) {
        return city.replaceFirst("市$", "");
    }

    private static Map<String, Integer> provinces() {
        Map<String, Integer> ids = new LinkedHashMap<>();
        String[] names = {
            "11北京", "12天津", "13河北", "14山西", "15内蒙古", "21辽宁", "22吉林", "23黑龙江", "31上海", "32江苏", "33浙江",
            "34安徽", "35福建", "36江西", "37山东", "41河南", "42湖北", "43湖南", "44广东", "45广西", "46海南", "50重庆",
            "51四川", "52贵州", "53云南", "54西藏", "61陕西", "62甘肃", "63青海", "64宁夏", "65新疆"
        };
        for (String name : names) {
            ids.put(name.substring(2), Integer.valueOf(name.substring(0, 2)));
        }
        return ids;
    }
}
