package io.aftercall.infra.line;

import io.aftercall.ingest.CallHungUp;
import io.aftercall.ingest.CallJson;
import io.aftercall.ingest.Dependency;
import io.aftercall.ingest.IngestConfiguration;
import io.aftercall.ingest.IngestSettings;
import io.aftercall.ingest.Reconciliation;
import io.aftercall.ingest.Recorder;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.Message;

/** The ingest stage on its topics. */
@Configuration(proxyBeanMethods = false)
@Import(IngestConfiguration.class)
class IngestRole {
    @Bean
    @ConditionalOnProperty("aftercall.ingest.reconcile.every")
    Watch missingCalls(Reconciliation reconciliation, IngestSettings settings) {
        Duration every = Objects.requireNonNull(settings.reconcile().every(), "the condition asks for it");
        return new Watch("calls without a notification", every, reconciliation::look);
    }

    @Bean
    Consumer<Message<byte[]>> record(
            Line line, Recorder recorder, IngestSettings settings, @Qualifier("bucketDependency") Dependency bucket) {
        return line.consumer(
                new Step("record", Topics.HUNG_UP, Topics.RECORDED, settings.inFlight(), List.of(bucket), json -> {
                    CallHungUp event = CallJson.read(json, CallHungUp.class);
                    return () -> recorder.isSettled(event)
                            ? Optional.empty()
                            : Optional.of(CallJson.write(recorder.record(event)));
                }));
    }
}
