package io.aftercall.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Audio files whose first bytes say what they are, and that ffmpeg decodes. */
public enum AudioFormat {
    WAV("audio/wav", "RIFF.{4}WAVE"),
    /** With its tags before it, or from an MPEG audio frame on (ISO/IEC 11172-3): eleven bits set, a version, layer III. */
    MP3("audio/mpeg", "ID3|\\xff[\\xe2\\xe3\\xea\\xeb\\xf2\\xf3\\xfa\\xfb]"),
    /** Vorbis, Opus and Speex alike. */
    OGG("audio/ogg", "OggS"),
    FLAC("audio/flac", "fLaC"),
    /** MP4 too: ISO base media (ISO/IEC 14496-12) names its brand after {@code ftyp}. */
    M4A("audio/mp4", ".{4}ftyp"),
    /** Matroska too: both begin with the EBML header (RFC 8794). */
    WEBM("audio/webm", "\\x1aE\\xdf\\xa3"),
    /** RFC 4867, section 5. */
    AMR("audio/amr", "#!AMR");

    /** Enough of a file to tell. */
    public static final int HEAD = 12;

    private final String contentType;
    private final Pattern magic;

    AudioFormat(String contentType, String magic) {
        this.contentType = contentType;
        this.magic = Pattern.compile(magic, Pattern.DOTALL);
    }

    /** The format of a file that begins with {@code head}; empty for any that is not known. */
    public static Optional<AudioFormat> of(byte[] head) {
        String text = new String(head, ISO_8859_1);
        return Arrays.stream(values())
                .filter(format -> format.magic.matcher(text).lookingAt())
                .findFirst();
    }

    /** All of them, for people. */
    public static String names() {
        return Arrays.stream(values()).map(AudioFormat::extension).collect(Collectors.joining(", "));
    }

    public String contentType() {
        return contentType;
    }

    /** As files are named, without a dot. */
    public String extension() {
        return name().toLowerCase(Locale.ROOT);
    }
}
