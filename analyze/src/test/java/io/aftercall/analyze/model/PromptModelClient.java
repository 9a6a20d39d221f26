package io.aftercall.analyze.model;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientImpl;
import com.openai.client.okhttp.OkHttpClient;
import com.openai.core.ClientOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * The SDK's client, on sockets that send at once what is written, as the service's own has: of a question larger than 8 KiB
 * each piece waits 40 ms otherwise, which is most of the time that hundreds of small tests take.
 */
public final class PromptModelClient {
    private PromptModelClient() {}

    public static OpenAIClient of(String address) {
        OkHttpClient plain = OkHttpClient.builder().build();
        return new OpenAIClientImpl(ClientOptions.builder()
                .httpClient(new OkHttpClient(plain.getOkHttpClient$openai_java_client_okhttp()
                        .newBuilder()
                        .socketFactory(new Sockets())
                        .build()))
                .baseUrl(address)
                .apiKey("test")
                .maxRetries(0)
                .build());
    }

    /** OkHttp asks for sockets that are not connected yet. */
    private static final class Sockets extends SocketFactory {
        @Override
        public Socket createSocket() throws IOException {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
            throw new UnsupportedOperationException();
        }
    }
}
