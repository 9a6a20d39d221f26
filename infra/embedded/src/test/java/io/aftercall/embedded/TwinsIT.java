package io.aftercall.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TwinsIT {
    @Test
    void startsEachTwinOnce() throws Exception {
        assertThat(Twins.kafka()).isEqualTo(Twins.kafka());
        assertThat(Twins.elasticsearch()).isEqualTo(Twins.elasticsearch());
        assertThat(Twins.s3()).isSameAs(Twins.s3());
        Topic topic = Topic.create(Twins.kafka(), "calls.hungup");
        topic.send("one");
        assertThat(topic.read(1)).containsExactly("one");
    }
}
