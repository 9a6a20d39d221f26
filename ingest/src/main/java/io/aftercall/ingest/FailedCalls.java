package io.aftercall.ingest;

import java.util.List;

/** The latest failure of each stage as the call folder keeps it, so that it outlives the topic {@code calls.failed}. */
public final class FailedCalls {
    private final CallFolder folder;

    public FailedCalls(CallFolder folder) {
        this.folder = folder;
    }

    /** Keeps a failure, or that it is history, in the place of what was kept of its stage. */
    public void keep(CallFailed failed) {
        folder.replace(failed.callKey(), "failed-" + failed.stage() + ".json", CallJson.write(failed));
    }

    /** @throws Undecodable when what is kept is not a failure */
    public List<CallFailed> stored(String callKey) {
        return folder.list(callKey, "failed-").stream()
                .flatMap(name -> folder.read(callKey, name).stream())
                .map(json -> CallJson.read(json, CallFailed.class))
                .toList();
    }
}
