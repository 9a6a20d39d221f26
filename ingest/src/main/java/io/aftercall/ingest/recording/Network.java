package io.aftercall.ingest.recording;

import java.net.InetAddress;
import java.util.Locale;

/** A range of IP addresses in CIDR notation (RFC 4632), {@code 10.0.0.0/8} or {@code 2000::/3}; without a slash one address. */
record Network(InetAddress base, int bits) {
    /** @throws IllegalArgumentException when {@code text} is no such range */
    static Network of(String text) {
        String[] parts = text.split("/", 2);
        InetAddress base = InetAddress.ofLiteral(parts[0]);
        int longest = base.getAddress().length * 8;
        int bits = parts.length == 1 ? longest : Integer.parseInt(parts[1]);
        if (bits < 0 || bits > longest) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "'%s' must end in /0 to /%d", text, longest));
        }
        return new Network(base, bits);
    }

    boolean contains(InetAddress address) {
        byte[] ours = base.getAddress();
        byte[] theirs = address.getAddress();
        if (ours.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if (((ours[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
