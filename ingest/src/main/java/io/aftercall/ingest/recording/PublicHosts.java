package io.aftercall.ingest.recording;

import io.aftercall.ingest.IngestSettings;
import io.aftercall.ingest.PermanentFailure;
import io.aftercall.ingest.TelephonySettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Whom we may be sent to by an address that somebody else wrote: hosts of the public Internet and those that were allowed,
 * nothing else of this machine or its network. Special ranges as registered by IANA (RFC 6890).
 */
public final class PublicHosts {
    private static final List<Network> SPECIAL = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    // Providers' own networks, where clouds put metadata services too.
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3",
                    // Of IPv6 only 2000::/3 is public, and these of it lead elsewhere: Teredo, documentation, 6to4.
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16")
            .map(Network::of)
            .toList();
    private static final Network PUBLIC_IPV6 = Network.of("2000::/3");

    private final List<String> allowedNames;
    private final List<Network> allowedNetworks;

    private final String setting;

    /**
     * @param allowed each {@code host}, {@code host:port}, or a network
     * @param setting where one more would have to be allowed
     */
    public PublicHosts(List<String> allowed, String setting) {
        this.setting = setting;
        this.allowedNames = allowed.stream()
                .filter(each -> !each.contains("/"))
                .map(each -> each.toLowerCase(Locale.ROOT))
                .toList();
        this.allowedNetworks = allowed.stream()
                .filter(each -> each.contains("/"))
                .map(Network::of)
                .toList();
    }

    /** Whom somebody who only wants a recording judged may name. */
    public static PublicHosts forAudits(IngestSettings settings) {
        return new PublicHosts(settings.auditHosts(), "aftercall.ingest.audit-hosts");
    }

    /**
     * Whom a telephony system may name: those that settings name anyhow too.
     *
     * @param local whether only programs of this machine can reach us: then they may name this machine
     */
    static PublicHosts forNotifications(IngestSettings ingest, TelephonySettings telephony, boolean local) {
        List<String> known = new ArrayList<>(ingest.recordingHosts());
        known.add(telephony.twilio().recordingHost());
        Stream.of(
                        ingest.robot().recordingUrl(),
                        telephony.freeswitch().recordingUrl(),
                        telephony.asterisk().recordingUrl(),
                        telephony.mango().apiUrl(),
                        telephony.zadarma().apiUrl())
                .flatMap(Stream::ofNullable)
                .map(URI::getAuthority)
                .forEach(known::add);
        if (local) {
            known.addAll(List.of("127.0.0.0/8", "::1/128"));
        }
        return new PublicHosts(known, "aftercall.ingest.recording-hosts");
    }

    /**
     * What can be said of an address before it is asked.
     *
     * @throws PermanentFailure when it must not or cannot be asked
     */
    public URI check(String address) {
        URI uri;
        try {
            uri = new URI(new URI(address.strip().replace(" ", "%20")).toASCIIString());
        } catch (URISyntaxException e) {
            throw new PermanentFailure("'%s' is not an address: %s".formatted(address, e.getReason()), e);
        }
        if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
            throw new PermanentFailure("only http and https addresses are fetched, not '%s'".formatted(address));
        }
        if (uri.getRawUserInfo() != null || uri.getHost() == null) {
            throw new PermanentFailure(
                    "'%s' must name a host and neither user nor password".formatted(withoutUser(address)));
        }
        try {
            resolve(uri.getHost().replaceAll("[\\[\\]]", ""), uri.getPort());
        } catch (UnknownHostException e) {
            throw new PermanentFailure("there is no host '%s'".formatted(uri.getHost()), e);
        }
        return uri;
    }

    /**
     * Where a connection to the host may go; made at the connection itself, so that no name can mean one address when it is
     * checked and another when it is used.
     *
     * @param port -1 where it is the protocol's own
     * @throws PermanentFailure when one of its addresses is neither public nor allowed
     */
    List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        InetAddress[] addresses = InetAddress.getAllByName(host);
        boolean named = allowedNames.contains(host.toLowerCase(Locale.ROOT))
                || allowedNames.contains(host.toLowerCase(Locale.ROOT) + ":" + port);
        for (InetAddress address : addresses) {
            if (!named && !isPublic(address) && allowedNetworks.stream().noneMatch(n -> n.contains(address))) {
                throw new PermanentFailure(
                        "'%s' is not a host of the public Internet, and %s does not name it".formatted(host, setting));
            }
        }
        return Arrays.stream(addresses)
                .map(address -> new InetSocketAddress(address, Math.max(0, port)))
                .toList();
    }

    private static boolean isPublic(InetAddress address) {
        return SPECIAL.stream().noneMatch(network -> network.contains(address))
                && (address.getAddress().length == 4 || PUBLIC_IPV6.contains(address));
    }

    private static String withoutUser(String address) {
        return address.replaceFirst("//[^/]*@", "//...@");
    }
}
