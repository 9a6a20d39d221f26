package io.aftercall.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhoneNumbersTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "+7 (495) 111-22-33, -, +74951112233",
                "84951112233, RU, +74951112233",
                "84951112233, -, -",
                "18810495721, CN, +8618810495721",
                "010-88001234, CN, +861088001234",
                "+12025550100, CN, +12025550100",
                "101, RU, -",
                "sip:101@example.com, RU, -",
                "anonymous, -, -",
                "+7, RU, -",
                "00000000000000000000000000000000000000, RU, -",
            })
    void makesNumbersOutAndKeepsThemAsReceived(String received, String country, String e164) {
        Call call = new Call(
                "a-1",
                "a",
                "1",
                null,
                null,
                received,
                "101",
                Call.Timing.UNKNOWN,
                Call.Ending.UNKNOWN,
                Call.References.NONE);

        Call nameless = new Call(
                "a-1",
                "a",
                "1",
                null,
                null,
                null,
                null,
                Call.Timing.UNKNOWN,
                Call.Ending.UNKNOWN,
                Call.References.NONE);
        Call madeOut = PhoneNumbers.madeOut(new CallHungUp(call, null, Calls.ENDED, Map.of()), country)
                .call();

        assertThat(madeOut.e164()).isEqualTo(new Call.Numbers(e164, null));
        assertThat(madeOut.caller()).isEqualTo(received);
        assertThat(madeOut.correctedBy(call).e164())
                .as("a number that is corrected takes its E.164 along")
                .isEqualTo(Call.Numbers.UNKNOWN);
        assertThat(madeOut.correctedBy(nameless))
                .as("by a notification that names no number")
                .isEqualTo(madeOut);
    }
}
