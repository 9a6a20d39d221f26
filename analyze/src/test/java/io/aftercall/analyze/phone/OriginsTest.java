package io.aftercall.analyze.phone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
    @ParameterizedTest
    @CsvSource({
        "18651683344, 江苏, 南京, 32, 25, 025, 联通",
        "+8618810495721, 北京, 北京, 11, 10, 010, 移动",
        "02586001234, 江苏, 南京, 32, 25, 025, ''",
        "+862100000115, 上海, 上海, 31, 21, 021, ''",
        "18908981234, 西藏, 拉萨, 54, 891, 0891, 电信",
        "8602987654321, 陕西, 西安, 61, 29, 029, ''",
        "+74951234567, Московская обл., '', 0, 0, '', ''",
        "+12025550123, Washington D.C., '', 0, 0, '', ''",
    })
    void tellsPlaceAndNetwork(
            String number, String province, String city, int provinceId, int cityId, String areaCode, String operator) {
        Origin origin = Origins.of(number);

        assertThat(origin.province()).isEqualTo(province);
        assertThat(origin.city()).isEqualTo(city);
        assertThat(origin.provinceId()).isEqualTo(provinceId);
        assertThat(origin.cityId()).isEqualTo(cityId);
        assertThat(origin.areaCode()).isEqualTo(areaCode);
        assertThat(origin.operatorName()).isEqualTo(operator);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "300708", "anonymous", "sip:101@pbx", "+", "00000000000000000000000000000000000000"})
    void knowsNothingOfWhatIsNoNumber(String number) {
        assertThat(Origins.of(number)).isEqualTo(Origin.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+86 186 5168 0000  | 18651680000",
                "8618651680000      | 18651680000",
                "18651680000        | 18651680000",
                "010-8888 1234      | 1088881234",
                "+7 916 123-45-67   | 9161234567",
                "8 (916) 123-45-67  | 9161234567",
                "8 (985) 123-45-67  | 9851234567, 89851234567",
                "79161234567        | 9161234567, 79161234567",
                "+44 20 7946 0018   | 2079460018",
                "0299               | ",
                "1865168            | ",
                "8613800            | ",
                "+8613800           | ",
                "18651680           | ",
                "51680000           | ",
                "20260302           | ",
            })
    void findsWhatIsTheSameHoweverANumberIsTold(String number, String cores) {
        assertThat(Origins.cores(number))
                .containsExactlyInAnyOrder(cores == null ? new String[0] : cores.split(", ", -1));
    }
}
