package io.aftercall.infra.line;

import io.aftercall.analyze.CallAnalyzed;
import io.aftercall.analyze.CallIndexConfiguration;
import io.aftercall.ingest.Dependency;
import io.aftercall.notify.NotifyConfiguration;
import io.aftercall.notify.NotifySettings;
import io.aftercall.notify.Reminders;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.Message;

/** The notify stage on its topic. */
@Configuration(proxyBeanMethods = false)
@Import({NotifyConfiguration.class, CallIndexConfiguration.class})
class NotifyRole {
    @Bean
    Consumer<Message<byte[]>> remind(
            Line line,
            Reminders reminders,
            NotifySettings settings,
            @Qualifier("bucketDependency") Dependency bucket,
            @Qualifier("indexDependency") Dependency index) {
        return line.consumer(Step.last(
                "remind",
                Topics.ANALYZED,
                settings.inFlight(),
                List.of(bucket, index),
                CallAnalyzed.class,
                reminders::remind));
    }
}
