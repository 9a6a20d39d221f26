package io.aftercall.ingest;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import org.jspecify.annotations.Nullable;

/** Makes a call's numbers out as E.164, whatever its telephony system writes. */
public final class PhoneNumbers {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final int LONGEST = 32;
    private static final String NOWHERE = "ZZ";

    private PhoneNumbers() {}

    /** @param country of a number that does not say it (ISO 3166); null: such a number is not made out */
    public static CallHungUp madeOut(CallHungUp hungUp, @Nullable String country) {
        Call call = hungUp.call();
        Call.Numbers numbers = new Call.Numbers(e164(call.caller(), country), e164(call.callee(), country));
        return hungUp.with(call.with(numbers));
    }

    private static @Nullable String e164(@Nullable String number, @Nullable String country) {
        if (number == null || number.length() > LONGEST) {
            return null;
        }
        try {
            PhoneNumber parsed = NUMBERS.parse(number, country == null ? NOWHERE : country);
            // Its country being given, a number needs only the right length to be somebody's.
            boolean known =
                    NUMBERS.isValidNumber(parsed) || (number.startsWith("+") && NUMBERS.isPossibleNumber(parsed));
            return known ? NUMBERS.format(parsed, PhoneNumberFormat.E164) : null;
        } catch (NumberParseException e) {
            // An extension, a SIP name, a withheld number.
            return null;
        }
    }
}
