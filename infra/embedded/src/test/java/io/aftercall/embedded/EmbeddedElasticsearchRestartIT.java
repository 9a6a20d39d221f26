package io.aftercall.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedElasticsearchRestartIT {
    @TempDir
    private Path home;

    @Test
    void findsWordsInThreeLanguagesAtTheSameAddressOverARestart() throws Exception {
        SearchIndex index;
        try (EmbeddedElasticsearch elasticsearch = EmbeddedElasticsearch.start(home)) {
            index = SearchIndex.create(elasticsearch.url());
            index.assertThatEachLanguageIsSearchedItsOwnWay();
        }
        try (EmbeddedElasticsearch elasticsearch = EmbeddedElasticsearch.start(home)) {
            assertThat(elasticsearch.url()).isEqualTo(index.url());
            index.assertThatEachLanguageIsSearchedItsOwnWay();
        }
    }

    @Test
    void keepsDocumentsOverKillMinusNine() throws Exception {
        EmbeddedElasticsearch killed = EmbeddedElasticsearch.start(home);
        SearchIndex.create(killed.url());
        killed.kill();
        try (EmbeddedElasticsearch elasticsearch = EmbeddedElasticsearch.start(home)) {
            new SearchIndex(elasticsearch.url()).assertThatEachLanguageIsSearchedItsOwnWay();
        }
    }
}
