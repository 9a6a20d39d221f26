package io.aftercall.ingest.recording;

import io.aftercall.ingest.IngestSettings;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Asks the hosts that {@link PublicHosts} lets through, one request at a time and following nothing. Not with the platform's
 * client, which resolves names by itself, so that only what a name meant before could be checked and not where the
 * connection goes.
 */
final class RecordingHttp {

    private static final int LONGEST_HEADER = 16 * 1024;
    private static final int MOST_HEADERS = 200;

    private final CloseableHttpClient client;
    private final Duration limit;

    RecordingHttp(PublicHosts hosts, IngestSettings settings) {
        Timeout connect = Timeout.of(settings.connectTimeout());
        Timeout download = Timeout.of(settings.downloadTimeout());
        this.limit = settings.downloadTimeout();
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(resolver(hosts))
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(Http1Config.custom()
                                        .setMaxLineLength(LONGEST_HEADER)
                                        .setMaxHeaderCount(MOST_HEADERS)
                                        .build())
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(download)
                                .build())
                        .setMaxConnPerRoute(settings.inFlight())
                        .setMaxConnTotal(settings.inFlight())
                        .build())
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(download).build())
                // Byte for byte as it was delivered, and asked for once: ours is the only loop of retries.
                .disableContentCompression()
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .build();
    }

    private static DnsResolver resolver(PublicHosts hosts) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return hosts.resolve(host, -1).stream()
                        .map(InetSocketAddress::getAddress)
                        .toArray(InetAddress[]::new);
            }

            @Override
            public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
                return hosts.resolve(host, port);
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }

    /** What a host answered; {@code header} gives null for one that is not there. */
    record Reply(int status, Function<String, @Nullable String> header, InputStream body) {}

    Reply send(ClassicRequestBuilder builder) throws IOException {
        URI address = builder.getUri();
        HttpUriRequestBase request = new HttpUriRequestBase(builder.getMethod(), address);
        request.setHeaders(builder.getHeaders());
        request.setEntity(builder.getEntity());
        CutOff cutOff = new CutOff(limit, request::cancel);
        ClassicHttpResponse response;
        try {
            response = client.executeOpen(
                    new HttpHost(address.getScheme(), address.getHost(), address.getPort()), request, null);
        } catch (UnknownHostException e) {
            cutOff.inTime();
            throw e;
        } catch (IOException e) {
            cutOff.inTime();
            throw cutOff.reason(e);
        } catch (RuntimeException e) {
            cutOff.inTime();
            throw e;
        }
        InputStream content = response.getEntity() == null
                ? InputStream.nullInputStream()
                : response.getEntity().getContent();
        return new Reply(
                response.getCode(),
                name -> response.getFirstHeader(name) == null
                        ? null
                        : response.getFirstHeader(name).getValue(),
                cutOff.of(new Body(content, request, response)));
    }

    /** Closed before its end it takes the connection along: the client would read on, and an endless one for ever. */
    private static final class Body extends FilterInputStream {
        private final HttpUriRequestBase request;
        private final ClassicHttpResponse response;
        private boolean read;

        Body(InputStream content, HttpUriRequestBase request, ClassicHttpResponse response) {
            super(content);
            this.request = request;
            this.response = response;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            read |= one < 0;
            return one;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int some = super.read(bytes, offset, length);
            read |= some < 0;
            return some;
        }

        @Override
        public void close() throws IOException {
            if (read) {
                response.close();
            } else {
                request.cancel();
            }
        }
    }
}
