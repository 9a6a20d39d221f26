package io.aftercall.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** An index with one call in three languages, over plain HTTP. */
record SearchIndex(URI url) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static SearchIndex create(URI url) throws Exception {
        SearchIndex index = new SearchIndex(url);
        index.ok("PUT", "/calls", """
                {"settings": {"number_of_replicas": 0, "codec": "best_compression"},
                 "mappings": {"dynamic": "strict", "properties": {
                   "ru": {"type": "text", "analyzer": "russian"},
                   "en": {"type": "text", "analyzer": "english"},
                   "zh": {"type": "text", "analyzer": "cjk"}}}}""");
        index.ok("PUT", "/calls/_doc/1?refresh=true", """
                {"ru": "Мы обсуждали договоры", "en": "They were asking about prices", "zh": "这个价格太贵了"}""");
        return index;
    }

    /** Each by another form of a word or by a part of the sentence, and not by a word that is not there. */
    void assertThatEachLanguageIsSearchedItsOwnWay() throws Exception {
        assertThat(hits("ru", "договором")).isEqualTo(1);
        assertThat(hits("ru", "мы")).as("a stop word").isZero();
        assertThat(hits("en", "price")).isEqualTo(1);
        assertThat(hits("en", "the")).as("a stop word").isZero();
        assertThat(hits("zh", "价格")).isEqualTo(1);
        assertThat(hits("zh", "格价")).as("the same characters in another order").isZero();
    }

    int hits(String field, String text) throws Exception {
        String answer = ok("POST", "/calls/_count", "{\"query\":{\"match\":{\"%s\":\"%s\"}}}".formatted(field, text));
        return Integer.parseInt(answer.replaceFirst(".*\"count\":(\\d+).*", "$1"));
    }

    String ok(String method, String path, String body) throws Exception {
        HttpResponse<String> response = send(method, path, body);
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 201);
        return response.body();
    }

    HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url.resolve(path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
