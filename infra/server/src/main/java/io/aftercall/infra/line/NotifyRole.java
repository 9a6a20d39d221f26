package io.aftercall.infra.line;

import io.aftercall.analyze.CallAnalyzed;
import io.aftercall.analyze.CallIndexConfiguration;
import io.aftercall.notify.NotifyConfiguration;
import io.aftercall.notify.NotifySettings;
import io.aftercall.notify.Reminders;
import java.util.function.Consumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.Message;

/** The notify stage on its topic. */
@Configuration(proxyBeanMethods = false)
@Import({NotifyConfiguration.class, CallIndexConfiguration.class})
class NotifyRole {
    @Bean
    Consumer<Message<byte[]>> remind(Line line, Reminders reminders, NotifySettings settings) {
        return line.consumer(
                Step.last("remind", Topics.ANALYZED, settings.inFlight(), CallAnalyzed.class, reminders::remind));
    }
}
