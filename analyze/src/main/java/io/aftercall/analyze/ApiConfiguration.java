package io.aftercall.analyze;

import io.aftercall.analyze.api.CallPages;
import io.aftercall.analyze.api.CallsApi;
import java.time.ZoneId;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The api role: calls over HTTP, as JSON and as pages for people. Needs an Elasticsearch client. */
@Configuration(proxyBeanMethods = false)
@Import(CallIndexConfiguration.class)
public class ApiConfiguration {
    @Bean
    CallsApi callsApi(CallIndex index, @Value("${aftercall.time-zone:UTC}") ZoneId zone) {
        return new CallsApi(index, zone);
    }

    @Bean
    CallPages callPages(CallIndex index, @Value("${aftercall.time-zone:UTC}") ZoneId zone) {
        return new CallPages(index, zone);
    }
}
