package io.aftercall.transcribe;

import com.openai.client.OpenAIClient;
import io.aftercall.ingest.CallFolder;
import io.aftercall.ingest.CallFolderConfiguration;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.Gate;
import io.aftercall.transcribe.audio.AudioPreparation;
import io.aftercall.transcribe.audio.Ffmpeg;
import io.aftercall.transcribe.audio.FfmpegExecutable;
import io.aftercall.transcribe.speech.OpenAiSpeech;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The transcribe stage: the {@link Transcriber}. Needs an S3 client, a clock, a {@link Gate} and the OpenAI client {@code speechClient}. */
@Configuration(proxyBeanMethods = false)
@Import(CallFolderConfiguration.class)
@EnableConfigurationProperties(TranscribeSettings.class)
public class TranscribeConfiguration {
    @Bean
    Transcriber transcriber(
            CallFolder folder,
            @Qualifier("speechClient") OpenAIClient speechClient,
            @Qualifier("speechDependency") Dependency speechDependency,
            TranscribeSettings settings,
            Gate gate,
            Clock clock)
            throws IOException {
        TranscribeSettings.Ffmpeg given = settings.ffmpeg();
        Path executable = FfmpegExecutable.find(given.path(), given.cacheFolder());
        Ffmpeg ffmpeg = new Ffmpeg(executable, given.processes(), given.timeout());
        AudioPreparation preparation = new AudioPreparation(ffmpeg, settings.audio());
        OpenAiSpeech speech = new OpenAiSpeech(speechClient, folder, settings, speechDependency, gate);
        return new Transcriber(folder, preparation, speech, settings, clock);
    }
}
