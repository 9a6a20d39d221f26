package io.aftercall.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedElasticsearchIT {
    @TempDir
    private static Path home;

    private static EmbeddedElasticsearch elasticsearch;

    @BeforeAll
    static void start() throws IOException {
        elasticsearch = EmbeddedElasticsearch.start(home);
    }

    @AfterAll
    static void stop() {
        elasticsearch.close();
    }

    @Test
    void introducesItselfLikeAStockNode() throws Exception {
        HttpResponse<String> root = new SearchIndex(elasticsearch.url()).send("GET", "/", "");
        assertThat(root.body()).contains("\"tagline\" : \"You Know, for Search\"");
        assertThat(root.headers().firstValue("X-Elastic-Product")).contains("Elasticsearch");
    }

    @Test
    void deletesByQuery() throws Exception {
        SearchIndex index = SearchIndex.create(elasticsearch.url());
        String aboutPrices = "{\"query\":{\"match\":{\"en\":\"price\"}}}";
        assertThat(index.ok("POST", "/calls/_delete_by_query?refresh=true", aboutPrices))
                .contains("\"total\":1", "\"deleted\":1", "\"version_conflicts\":0");
        assertThat(index.hits("en", "price")).isZero();
        assertThat(index.send("POST", "/calls/_delete_by_query", "{}").statusCode())
                .isEqualTo(400);
        assertThat(index.send("POST", "/absent/_delete_by_query", aboutPrices).statusCode())
                .isEqualTo(404);
    }

    @Test
    void refusesASecondNodeOnTheSameFolder() throws Exception {
        assertThatThrownBy(() ->
                        EmbeddedElasticsearch.start(LibDir.of("aftercall.lib.elasticsearch"), home, Duration.ZERO))
                .isInstanceOf(HomeInUseException.class)
                .hasMessageContaining(
                        "%s is in use by pid %s",
                        home.toRealPath(), elasticsearch.process().pid());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void listensOnLoopbackOnly() throws Exception {
        assertThat(Proc.listeningAddresses(elasticsearch.process())).hasSize(2).allMatch(Proc::isLoopback);
    }
}
