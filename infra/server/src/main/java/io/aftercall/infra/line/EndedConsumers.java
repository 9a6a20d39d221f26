package io.aftercall.infra.line;

import java.util.Collection;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Starts consumers again that have ended by themselves, as one does that was refused or met an error it has no answer to.
 * Without it a stage would stand still until somebody restarts the service.
 */
final class EndedConsumers implements Watch.Look {
    private static final Logger LOG = LoggerFactory.getLogger(EndedConsumers.class);

    private final Supplier<? extends Collection<? extends MessageListenerContainer>> consumers;

    EndedConsumers(Supplier<? extends Collection<? extends MessageListenerContainer>> consumers) {
        this.consumers = consumers;
    }

    @Override
    public void look() {
        for (MessageListenerContainer consumer : consumers.get()) {
            if (!consumer.isInExpectedState()) {
                LOG.error("the consumer of {} has ended by itself and is started again", consumer.getGroupId());
                consumer.start();
            }
        }
    }
}
