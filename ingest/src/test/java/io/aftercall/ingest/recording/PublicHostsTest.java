package io.aftercall.ingest.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aftercall.ingest.PermanentFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicHostsTest {
    private final PublicHosts hosts = new PublicHosts(List.of(), "the setting");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/a.wav",
                "http://2130706433/a.wav",
                "http://localhost:9200/",
                "http://0.0.0.0/a.wav",
                "http://10.0.0.5/a.wav",
                "http://172.31.255.1/a.wav",
                "http://192.168.1.1/a.wav",
                "http://169.254.169.254/latest/meta-data/",
                "http://100.100.100.200/latest/meta-data/",
                "http://198.18.0.1/a.wav",
                "http://224.0.0.1/a.wav",
                "http://255.255.255.255/a.wav",
                "http://[::1]/a.wav",
                "http://[::]/a.wav",
                "http://[::ffff:127.0.0.1]/a.wav",
                "http://[fd00:ec2::254]/a.wav",
                "http://[fe80::1]/a.wav",
                "http://[ff02::1]/a.wav",
                "http://[64:ff9b::7f00:1]/a.wav",
                "http://[2002:7f00:1::]/a.wav",
            })
    void refusesWhatIsNotThePublicInternet(String address) {
        assertThatThrownBy(() -> hosts.check(address))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("is not a host of the public Internet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://93.184.216.34/a.wav", "https://[2606:2800:220:1::1]:8443/a%20b.wav?x=1"})
    void letsThePublicInternetThrough(String address) {
        assertThat(hosts.check(address)).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://93.184.216.34/a.wav",
                "gopher://93.184.216.34/",
                "/etc/passwd",
                "http:///a.wav",
                "http://127.1/a.wav",
                "http://user:secret@93.184.216.34/a.wav",
                "http://exa mple<>/a.wav",
                "http://no-such-host.invalid/a.wav",
                "",
            })
    void refusesWhatIsNoAddressOfARecording(String address) {
        assertThatThrownBy(() -> hosts.check(address))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void letsThroughWhatWasAllowedAndNothingBesideIt() {
        PublicHosts allowing = new PublicHosts(List.of("localhost:8081", "10.1.0.0/16"), "the setting");

        assertThat(allowing.check("http://LOCALHOST:8081/a.wav").getPort()).isEqualTo(8081);
        assertThat(allowing.check("http://10.1.2.3/a.wav").getHost()).isEqualTo("10.1.2.3");
        assertThatThrownBy(() -> allowing.check("http://localhost:9200/")).isInstanceOf(PermanentFailure.class);
        assertThatThrownBy(() -> allowing.check("http://10.2.0.1/a.wav")).isInstanceOf(PermanentFailure.class);
    }
}
