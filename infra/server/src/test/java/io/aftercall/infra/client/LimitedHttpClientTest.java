package io.aftercall.infra.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.openai.core.http.HttpMethod;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitedHttpClientTest {
    private record Body(String contentType, String text) implements HttpRequestBody {
        @Override
        public void writeTo(OutputStream out) {
            try {
                out.write(text.getBytes(UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public long contentLength() {
            return text.getBytes(UTF_8).length;
        }

        @Override
        public boolean repeatable() {
            return true;
        }

        @Override
        public void close() {}
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json    | {'max_completion_tokens':16000,'m':1}                       | 16009",
                "application/json    | {'max_tokens': 200, 'messages':[]}                          | 208",
                "application/json    | {'messages':[{'content':'the \\'max_tokens\\': 5 of it'}]} | 14",
                "application/json    | {'input':'hello'}                                           | 4",
                "multipart/form-data | {'max_tokens':16000}                                        | 0"
            },
            quoteCharacter = '`')
    void countsTheQuestionAndTheLongestAnswerOfAChat(String contentType, String body, long tokens) {
        HttpRequest request = HttpRequest.builder()
                .method(HttpMethod.POST)
                .baseUrl("http://127.0.0.1")
                .body(new Body(contentType, body.replace('\'', '"')))
                .build();

        assertThat(LimitedHttpClient.tokens(request)).isEqualTo(tokens);
    }
}
