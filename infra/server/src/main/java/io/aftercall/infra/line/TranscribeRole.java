package io.aftercall.infra.line;

import io.aftercall.infra.client.SpeechAddress;
import io.aftercall.ingest.CallRecorded;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.transcribe.CallTranscribed;
import io.aftercall.transcribe.TranscribeConfiguration;
import io.aftercall.transcribe.TranscribeSettings;
import io.aftercall.transcribe.Transcriber;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.Message;

/** The transcribe stage on its topics. */
@Configuration(proxyBeanMethods = false)
@Import(TranscribeConfiguration.class)
class TranscribeRole {
    @Bean
    Consumer<Message<byte[]>> transcribe(
            Line line,
            Transcriber transcriber,
            TranscribeSettings settings,
            SpeechAddress address,
            Gate gate,
            @Qualifier("bucketDependency") Dependency bucket,
            @Qualifier("speechDependency") Dependency speech) {
        Function<CallRecorded, CallTranscribed> stage = recorded -> {
            if (!address.isConfigured() && Transcriber.isToBeHeard(recorded)) {
                gate.run(speech, recorded.call().key(), address::require);
            }
            return transcriber.transcribe(recorded);
        };
        return line.consumer(Step.of(
                "transcribe",
                Topics.RECORDED,
                Topics.TRANSCRIBED,
                settings.inFlight(),
                List.of(bucket),
                CallRecorded.class,
                recorded -> Transcriber.isToBeHeard(recorded) ? List.of(speech) : List.of(),
                stage));
    }
}
