package io.aftercall.analyze.phone;

/**
 * Where a number belongs; empty texts and 0 for what is not known.
 *
 * @param province without 省 or 市 for a Chinese number; the region as it is called there for others
 * @param city likewise
 * @param provinceId the first two digits of the Chinese division code (GB/T 2260)
 * @param cityId the Chinese area code as a number
 * @param areaCode as dialled, with its 0
 * @param operator the network that issued the number
 */
public record Origin(
        String province,
        String city,
        int provinceId,
        int cityId,
        String areaCode,
        String operatorName,
        Operator operator) {
    static final Origin UNKNOWN = new Origin("", "", 0, 0, "", "", Operator.OTHER);

    /** The Chinese networks by the robot platform's letters; the numbers are the ones its records have them by. */
    public enum Operator {
        OTHER(0, "", ""),
        YD(1, "移动", "中国移动"),
        LT(2, "联通", "中国联通"),
        DX(3, "电信", "中国电信");

        private final int code;
        private final String shortName;
        private final String fullName;

        Operator(int code, String shortName, String fullName) {
            this.code = code;
            this.shortName = shortName;
            this.fullName = fullName;
        }

        public int code() {
            return code;
        }

        public String shortName() {
            return shortName;
        }

        static Operator of(String carrier) {
            for (Operator each : values()) {
                if (each != OTHER && each.fullName.equals(carrier)) {
                    return each;
                }
            }
            return OTHER;
        }
    }
}
