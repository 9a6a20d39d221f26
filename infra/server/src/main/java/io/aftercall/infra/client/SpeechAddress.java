package io.aftercall.infra.client;

import io.aftercall.ingest.TransientFailure;

/** Whether anybody has said where speech is to be transcribed. */
public record SpeechAddress(boolean isConfigured) {

    /** @throws TransientFailure when nobody has: recordings then wait, and go on as soon as the address is set */
    public void require() {
        if (!isConfigured) {
            throw TransientFailure.outage(
                    "no speech model is configured: set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own",
                    null);
        }
    }
}
