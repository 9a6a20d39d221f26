package io.aftercall.ingest.recording;

import io.aftercall.ingest.IngestSettings;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;

/**
 * Fetches what {@link PublicHosts} lets through, redirects included. Not with the platform's client, which resolves names by
 * itself, so that only what a name meant before could be checked and not where the connection goes.
 */
final class PublicHttp {
    private static final int MOST_REDIRECTS = 5;

    private final CloseableHttpClient client;

    PublicHttp(PublicHosts hosts, IngestSettings settings) {
        Timeout connect = Timeout.of(settings.connectTimeout());
        Timeout download = Timeout.of(settings.downloadTimeout());
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(resolver(hosts))
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(download)
                                .build())
                        .setMaxConnPerRoute(settings.inFlight())
                        .setMaxConnTotal(settings.inFlight())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(download)
                        .setMaxRedirects(MOST_REDIRECTS)
                        .build())
                // Byte for byte as it was delivered, and asked for once: ours is the only loop of retries.
                .disableContentCompression()
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

    RecordingSource.Reply get(URI address) throws IOException {
        ClassicHttpResponse response = client.executeOpen(
                new HttpHost(address.getScheme(), address.getHost(), address.getPort()), new HttpGet(address), null);
        InputStream content = response.getEntity() == null
                ? InputStream.nullInputStream()
                : response.getEntity().getContent();
        InputStream body = new FilterInputStream(content) {
            @Override
            public void close() throws IOException {
                // The response and not its content, which would be read to its end first.
                response.close();
            }
        };
        return new RecordingSource.Reply(
                response.getCode(),
                name -> response.getFirstHeader(name) == null
                        ? null
                        : response.getFirstHeader(name).getValue(),
                body);
    }
}
