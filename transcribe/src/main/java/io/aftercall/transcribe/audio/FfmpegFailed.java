package io.aftercall.transcribe.audio;

import java.util.List;
import java.util.regex.Pattern;

/** ffmpeg ended with an error; the message is its last line that gives a reason. */
final class FfmpegFailed extends Exception {
    private static final Pattern WHERE = Pattern.compile("^(\\[[^]]*] )?(" + Workspace.RECORDING + ": )?");
    private static final Pattern NO_REASON = Pattern.compile("^(Conversion failed!|Output file |size=|video:).*");

    private final boolean noAudioStream;

    FfmpegFailed(String log) {
        super(reason(log));
        this.noAudioStream = log.contains("matches no streams");
    }

    boolean noAudioStream() {
        return noAudioStream;
    }

    private static String reason(String log) {
        List<String> lines = log.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !NO_REASON.matcher(line).matches())
                .toList();
        return lines.isEmpty()
                ? "no reason given"
                : WHERE.matcher(lines.getLast()).replaceFirst("");
    }
}
