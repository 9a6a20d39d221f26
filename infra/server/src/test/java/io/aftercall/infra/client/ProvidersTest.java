package io.aftercall.infra.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.okhttp.OkHttpClient;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

class ProvidersTest {
    @Test
    void sendAtOnceWhatIsWritten() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        List<Boolean> atOnce = new ArrayList<>();
        try (OkHttpClient client = Providers.prompt(OkHttpClient.builder().build());
                Response answer = client.getOkHttpClient$openai_java_client_okhttp()
                        .newBuilder()
                        .addNetworkInterceptor(exchange -> {
                            atOnce.add(Objects.requireNonNull(exchange.connection())
                                    .socket()
                                    .getTcpNoDelay());
                            return exchange.proceed(exchange.request());
                        })
                        .build()
                        .newCall(new Request.Builder()
                                .url("http://127.0.0.1:" + server.getAddress().getPort())
                                .build())
                        .execute()) {
            assertThat(answer.code()).isEqualTo(204);
            assertThat(atOnce).containsExactly(true);
        } finally {
            server.stop(0);
        }
    }
}
