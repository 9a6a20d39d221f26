package io.aftercall.analyze.phone;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToCarrierMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.geocoding.PhoneNumberOfflineGeocoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the {@link Origin} of numbers in libphonenumber's own tables; its first use reads them, which takes a moment. */
public final class Origins {
    private static final int CHINA = 86;
    private static final int RUSSIA = 7;
    private static final int LONGEST = 32;

    /** A number without a country is a Chinese one where it can be, else a Russian one, else has its country in front. */
    private static final List<String> HOME = List.of("CN", "RU");

    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final PhoneNumberOfflineGeocoder PLACES = PhoneNumberOfflineGeocoder.getInstance();
    private static final PhoneNumberToCarrierMapper CARRIERS = PhoneNumberToCarrierMapper.getInstance();

    /** Finding one out was most of the work on a page of calls, where the same ones come again. */
    private static final Map<String, Origin> KNOWN = new ConcurrentHashMap<>();

    private static final int MOST_KNOWN = 100_000;

    private Origins() {}

    /** {@link Origin#UNKNOWN} for anything that is no number somebody can have. */
    public static Origin of(@Nullable String number) {
        if (number == null || number.length() > LONGEST) {
            return Origin.UNKNOWN;
        }
        if (KNOWN.size() >= MOST_KNOWN) {
            KNOWN.clear();
        }
        return KNOWN.computeIfAbsent(
                number,
                unknown -> readings(unknown).findFirst().map(Origins::of).orElse(Origin.UNKNOWN));
    }

    /**
     * The digits that are the same however the number is told, with its country, its 0 or 8, or without: for each country where
     * it may be at home. None for part of a number.
     */
    public static Set<String> cores(String number) {
        return number.length() > LONGEST
                ? Set.of()
                : readings(number)
                        .filter(each -> isWhole(each, number.startsWith("+")))
                        .map(NUMBERS::getNationalSignificantNumber)
                        .collect(Collectors.toSet());
    }

    private static boolean isWhole(PhoneNumber number, boolean withCountry) {
        return NUMBERS.isValidNumber(number)
                || (withCountry && NUMBERS.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE);
    }

    private static Stream<PhoneNumber> readings(String number) {
        return Stream.concat(
                HOME.stream().flatMap(region -> parsed(number, region)),
                parsed("+" + number.replaceAll("\\D", ""), "ZZ"));
    }

    private static Stream<PhoneNumber> parsed(String number, String region) {
        try {
            PhoneNumber parsed = NUMBERS.parse(number, region);
            // Its country being given, a number needs only the right length to have a place.
            boolean known =
                    NUMBERS.isValidNumber(parsed) || (number.startsWith("+") && NUMBERS.isPossibleNumber(parsed));
            return known ? Stream.of(parsed) : Stream.empty();
        } catch (NumberParseException e) {
            // An extension, a SIP name, a withheld number: it is from nowhere.
            return Stream.empty();
        }
    }

    private static Origin of(PhoneNumber number) {
        Locale language =
                switch (number.getCountryCode()) {
                    case CHINA -> Locale.SIMPLIFIED_CHINESE;
                    case RUSSIA -> Locale.of("ru");
                    default -> Locale.ENGLISH;
                };
        String place = PLACES.getDescriptionForValidNumber(number, language);
        String carrier = CARRIERS.getNameForValidNumber(number, language);
        Origin.Operator operator = Origin.Operator.of(carrier);
        String operatorName = operator == Origin.Operator.OTHER ? carrier : operator.shortName();
        if (number.getCountryCode() != CHINA) {
            return new Origin(place, "", 0, 0, "", operatorName, operator);
        }
        ChinesePlace found = ChinesePlace.of(place);
        return new Origin(
                found.province(),
                found.city(),
                found.provinceId(),
                found.areaCode(),
                found.areaCode() == 0 ? "" : "0" + found.areaCode(),
                operatorName,
                operator);
    }
}
